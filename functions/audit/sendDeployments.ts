import type { JudgedCall } from '../../audit/judge/judgedCall';
import { monitorSettingsKey, readMonitorSettings } from '../../contract/monitorSettings';
import { changeOfCall } from '../../incidents/document/changeOfCall';
import { type ChangeArgs, sendChanges } from '../incident/sendChanges';
import { readText } from '../incident/storeObjects';

/** Sends each recorded deployment of a monitored endpoint as a change, under the id of its record. */
export async function sendDeployments(
  args: ChangeArgs,
  endpoints: readonly string[],
  calls: readonly JudgedCall[],
): Promise<void> {
  const deployed = calls.flatMap(({ endpoint, ...call }) =>
    call.action === 'UpdateEndpoint' &&
    call.refused === undefined &&
    endpoint !== undefined &&
    endpoints.includes(endpoint)
      ? [{ id: call.eventId, change: { endpoint, ...changeOfCall({ ...call, endpoint }) } }]
      : [],
  );
  if (deployed.length === 0) return;
  const settings = readMonitorSettings((await readText(args, monitorSettingsKey)).text);
  for (const { id, change } of deployed) await sendChanges(args, { settings, id, changes: [change] });
}
