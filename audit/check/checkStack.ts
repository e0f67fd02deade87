import { GetTrailStatusCommand, type GetTrailStatusCommandOutput } from '@aws-sdk/client-cloudtrail';
import type { AuditSettings } from '../../contract/auditSettings';
import { type MonitorSettings, monitorSettingsKey, readMonitorSettings } from '../../contract/monitorSettings';
import { schedulesPrefix } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import type { ObjectStore } from '../../store/objectStore';
import type { PublicKeys } from '../chain/digest';
import { changedAlarms } from './checkAlarms';
import { checkBaselines } from './checkBaselines';
import type { CheckClients } from './checkClients';
import { checkLogFiles } from './checkLogFiles';
import { checkMetrics } from './checkMetrics';
import { unplannedMutes } from './checkMutes';
import { checkResources } from './checkResources';
import { type CheckResult, checkNames, runCheck } from './checkResult';
import { checkSettings } from './checkSettings';
import { checkTrail } from './checkTrail';
import { findAuthor } from './findAuthor';
import { readAlarms, readMuteRules } from './readAlarms';

export interface CheckArgs {
  readonly clients: CheckClients;
  readonly store: ObjectStore;
  /** Name of the store's bucket. */
  readonly bucket: string;
  /** The bucket of the stack's own trail; undefined for an existing trail. */
  readonly trail?: ObjectStore;
  readonly settings: AuditSettings;
  /** Lists CloudTrail's public keys of some regions since a time. */
  readonly listKeys: (regions: readonly string[], from: Date) => Promise<PublicKeys>;
  readonly now: Date;
}

const alarmType = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const lockType = 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration';

/** Makes every check of a stack: compares what it deployed with what AWS stores, in the order of `checkNames`. */
export async function checkStack(args: CheckArgs): Promise<CheckResult[]> {
  const [resources, others] = await Promise.all([checkResources(args.clients, args.settings), checkOthers(args)]);
  return checkNames.flatMap((check): CheckResult[] => {
    const parts = [...others.filter((result) => result.check === check), ...partOf(resources.get(check))];
    if (parts.length === 0) return [];
    return [
      {
        check,
        checked: parts.reduce((sum, { checked }) => sum + checked, 0),
        faults: parts.flatMap(({ faults }) => faults),
        notes: parts.flatMap(({ notes }) => notes),
      },
    ];
  });
}

function partOf(resources: Pick<CheckResult, 'checked' | 'faults'> | undefined) {
  return resources ? [{ ...resources, notes: [] }] : [];
}

/** The checks that compare more than one resource with its deployed properties. */
async function checkOthers(args: CheckArgs): Promise<CheckResult[]> {
  const { clients, store, bucket, settings, now } = args;
  const { stack, trailArn, mutes } = settings;
  const client = clients.cloudWatch;
  const deployed = new Map(Object.entries(settings.resources[alarmType] ?? {}));
  const stored = readAlarms(client, stack);
  const text = readMonitors(store);
  const status = clients.cloudTrail.send(new GetTrailStatusCommand({ Name: trailArn }));
  const readEndpoints = async () => readMonitorSettings(await text).endpoints;
  return Promise.all([
    runCheck('alarms', async () => ({ checked: deployed.size, faults: changedAlarms(deployed, await stored) })),
    runCheck('mutes', async () => {
      const muteRules = await readMuteRules(client);
      const faults = unplannedMutes({ deployed, stored: await stored, muteRules, mutes, now });
      return { checked: deployed.size, faults };
    }),
    runCheck('metrics', () =>
      checkMetrics({
        client,
        deployed,
        hasReport: async (endpoint) => hasReport(store, await readEndpoints(), endpoint),
      }),
    ),
    runCheck('settings', async () => checkSettings(settings, await text)),
    runCheck('baselines', async () =>
      checkBaselines({
        s3: clients.s3,
        bucket,
        store,
        endpoints: await readEndpoints(),
        findAuthor: async (version) => args.trail && findAuthor(args.trail, version, settings, now),
      }),
    ),
    runCheck('trail', () => checkTrail(clients.cloudTrail, { trailArn, bucket, now, status })),
    ...checkEvidence(args, status),
  ]);
}

/** Checks of the bucket of the stack's own trail. */
function checkEvidence(
  { trail, settings, listKeys, now }: CheckArgs,
  status: Promise<GetTrailStatusCommandOutput>,
): Promise<CheckResult>[] {
  if (trail === undefined) {
    const note = "not checked: the bucket of an existing trail is not the stack's";
    const skip = async () => ({ checked: 0, faults: [], notes: [note] });
    return [runCheck('log files', skip), runCheck('object lock', skip)];
  }
  const isLocked = Object.keys(settings.resources[lockType] ?? {}).length > 0;
  return [
    runCheck('log files', () => checkLogFiles({ status, trail, now, listKeys })),
    runCheck('object lock', async () => ({
      checked: 0,
      faults: [],
      notes: isLocked ? [] : ['off: evidence.objectLock is none'],
    })),
  ];
}

/** Whether a scheduled run of an endpoint has written a report. */
async function hasReport(
  store: ObjectStore,
  endpoints: MonitorSettings['endpoints'],
  endpoint: string,
): Promise<boolean> {
  const { schema } = endpoints[endpoint] ?? {};
  return schema !== undefined && (await store.folders(schedulesPrefix({ endpoint, schema }))).length > 0;
}

/** Text of the settings of the endpoints. */
async function readMonitors(store: ObjectStore): Promise<string> {
  const object = await store.read(monitorSettingsKey);
  if (object) return new TextDecoder().decode(object.body);
  throw new UserError(`${store.address}/${monitorSettingsKey}: not found; run 'pulumi up --refresh'`);
}
