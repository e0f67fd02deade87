import { PutObjectCommand } from '@aws-sdk/client-s3';
import { canaryKey, canaryRoute } from '../../contract/canary';
import { hourMs } from '../../contract/hours';
import { monitorSettingsKey, routingOf } from '../../contract/monitorSettings';
import { openIncident, type WindowReport } from '../../incidents/document/incident';
import { planMessages } from '../../incidents/document/incidentMessages';
import { MessageOutbox } from './messageOutbox';
import { type MessageBus, putMessage } from './putMessage';
import { readText, type StorePlace } from './storeObjects';

/** Starts a canary: writes the object whose event goes the way of a report's. */
export async function sendCanary({ s3, bucket }: StorePlace, dueAt: Date): Promise<void> {
  const Body = JSON.stringify({ dueAt: dueAt.toISOString() });
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: canaryKey, Body, ContentType: 'application/json' }));
}

interface CanaryArgs extends StorePlace, MessageBus {
  readonly now: () => Date;
}

/**
 * Handles the event of a canary as that of a report that breaks a promise, but keeps no document and sends the message on the
 * canary's route only, so that no person, digest, list or index has it. No mute holds it back.
 */
export async function handleCanary(args: CanaryArgs): Promise<void> {
  const { stack } = routingOf((await readText(args, monitorSettingsKey)).text);
  const to = { stack, routes: [canaryRoute], settings: { owner: stack, sla: { runbook: '' } } };
  const outbox = new MessageOutbox(args.now, (incident, entry) => putMessage(args, to, incident, entry), []);
  const opened = openIncident(syntheticReport(args.now()));
  const { now, mutes } = outbox;
  for (const incident of planMessages([opened], () => undefined, { now: now(), mutes })) {
    outbox.claim(incident, undefined);
    await outbox.deliver(incident);
  }
}

/** A window of an hour in which a promise is broken. */
function syntheticReport(to: Date): WindowReport {
  const description = 'A synthetic violation, which shows that messages arrive.';
  return {
    endpoint: 'canary',
    schema: 'v1',
    monitoringSchedule: 'canary',
    hour: new Date(to.getTime() - hourMs),
    to,
    key: canaryKey,
    version: '',
    brokenPromises: [{ feature: 'canary', check: 'baseline_drift_check', severity: 'critical', description }],
    causes: [],
    rejects: [],
    rejectCount: 0,
    rows: 0,
  };
}
