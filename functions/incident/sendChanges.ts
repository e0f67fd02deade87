import { calibrationFile } from '../../contract/calibration';
import { type ChangeEvent, changeDetailType } from '../../contract/messageRoute';
import { type MonitorSettings, monitorSettingsKey, readMonitorSettings } from '../../contract/monitorSettings';
import { composeDashboardName } from '../../contract/resourceNames';
import type { BaselineKey } from '../../contract/storeLayout';
import { type EndpointChange, pagerDutyChangeBody } from '../../incidents/message/pagerDutyChangeBody';
import { putEvent } from './putEvent';
import type { MessageBus } from './putMessage';
import { approvalIn, compareSettings } from './recentChanges';
import { listVersions, type ObjectVersion, readText, type StorePlace } from './storeObjects';

/** The store, and the bus that changes are put on. */
export type ChangeArgs = StorePlace & Pick<MessageBus, 'events' | 'bus' | 'region'>;

/** Sends what a deployment changed in the settings of endpoints: the newest version against the one before. */
export async function sendDeployment(args: ChangeArgs): Promise<void> {
  const [last, previous] = (await listVersions(args, monitorSettingsKey)).reverse();
  const settings = last && (await readVersion(args, last));
  if (!last || !settings) return;
  const before = previous && (await readVersion(args, previous));
  // Without a version that can be read, nothing is known to have changed.
  if (previous && !before) return;
  const names = [...new Set([before, settings].flatMap((one) => Object.keys(one?.endpoints ?? {})))].sort();
  const changes = names.flatMap((endpoint) =>
    compareSettings(before?.endpoints[endpoint], settings.endpoints[endpoint]).map((change) => ({
      endpoint,
      at: last.at.toISOString(),
      ...change,
    })),
  );
  await sendChanges(args, { settings, before, id: last.id, changes });
}

/** Sends the approval of a baseline or of its calibration, whose file was written. */
export async function sendApproval(args: ChangeArgs, key: string, parts: BaselineKey): Promise<void> {
  const { endpoint, baseline, file } = parts;
  const isCalibration = file === calibrationFile;
  const changes = await approvalIn(
    args,
    key,
    isCalibration ? 'calibration' : 'baseline',
    isCalibration ? `The calibration of baseline ${baseline}` : `Baseline ${baseline}`,
  );
  const settings = readMonitorSettings((await readText(args, monitorSettingsKey)).text);
  await sendChanges(args, { settings, id: key, changes: changes.map((change) => ({ endpoint, ...change })) });
}

/** The settings of a version; undefined if another release wrote them. */
async function readVersion(place: StorePlace, { id }: ObjectVersion): Promise<MonitorSettings | undefined> {
  const { text } = await readText(place, monitorSettingsKey, id);
  try {
    return readMonitorSettings(text);
  } catch {
    return undefined;
  }
}

interface SentChanges {
  readonly settings: MonitorSettings;
  /** Settings before, which have the owners of endpoints that are no longer monitored. */
  readonly before?: MonitorSettings | undefined;
  readonly id: string;
  readonly changes: readonly EndpointChange[];
}

/** Puts the changes on the bus, an event for each route of PagerDuty that has some of its owners' endpoints. */
export async function sendChanges(args: ChangeArgs, { settings, before, id, changes }: SentChanges): Promise<void> {
  const { stack, routes = [] } = settings;
  const context = { stack, region: args.region, dashboard: composeDashboardName(stack) };
  const ownerOf = (endpoint: string) => (settings.endpoints[endpoint] ?? before?.endpoints[endpoint])?.owner;
  for (const { name, kind, owners } of routes) {
    if (kind !== 'pagerDuty') continue;
    const own = changes.filter(({ endpoint }) => owners?.includes(ownerOf(endpoint) ?? '') ?? true);
    if (own.length === 0) continue;
    const event: ChangeEvent = { id, changeRoutes: [name], body: pagerDutyChangeBody(own, context) };
    await putEvent(args, changeDetailType, event, `change ${id}`);
  }
}
