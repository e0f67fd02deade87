import * as z from 'zod';
import type { JudgedCall } from '../../audit/judge/judgedCall';
import { judgeRecords } from '../../audit/judge/judgeRecords';
import { collectOwnResources } from '../../contract/auditEvents';
import { type AuditSettings, auditSettingsKey, readAuditSettings } from '../../contract/auditSettings';
import { type CloudTrailRecord, readCloudTrailRecord } from '../../contract/cloudTrailRecord';
import type { QueueBatch, QueueBatchResult } from '../incident/incidentHandler';
import type { ChangeArgs } from '../incident/sendChanges';
import { readText } from '../incident/storeObjects';
import { noteChanges } from './noteChanges';
import { composeNotices, type NoticeTarget, sendNotice } from './notices';
import { sendDeployments } from './sendDeployments';

export interface AuditHandlerArgs extends ChangeArgs, NoticeTarget {
  /** The instant that notices have. */
  readonly now: () => Date;
}

const deliveredRecord = z.object({ detail: z.unknown() });

/**
 * Handles the calls that EventBridge puts into a queue: judges each with the code of the `audit` commands, notes unexplained
 * ones in the open incidents that they touch, sends one message for each caller, endpoint and severity, and a change for each
 * deployment of an endpoint. Messages that are not calls are delivered again.
 */
export function createAuditHandler(args: AuditHandlerArgs): (batch: QueueBatch) => Promise<QueueBatchResult> {
  return async ({ Records }) => {
    const read = Records.map(({ messageId, body }) => ({ messageId, record: readRecord(body) }));
    const invalid = read.filter(({ record }) => record === undefined).map(({ messageId }) => messageId);
    if (invalid.length > 0) console.error(`messages ${invalid.join(', ')}: not a call that CloudTrail recorded`);
    const settings = readAuditSettings((await readText(args, auditSettingsKey)).text);
    const calls = judgeCalls(
      settings,
      read.flatMap(({ record }) => record ?? []),
    );
    const unexplained = calls.filter(({ verdict }) => verdict === 'unexplained');
    await noteChanges(args, settings.endpoints, unexplained, args.now());
    for (const notice of composeNotices(settings.stack, unexplained, args.now())) await sendNotice(args, notice);
    await sendDeployments(args, settings.endpoints, calls);
    return { batchItemFailures: invalid.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

function readRecord(body: string): CloudTrailRecord | undefined {
  try {
    return readCloudTrailRecord(deliveredRecord.parse(JSON.parse(body)).detail);
  } catch {
    return undefined;
  }
}

/** The calls on the stack's resources, as the `audit` commands judge them. */
function judgeCalls(settings: AuditSettings, records: readonly CloudTrailRecord[]): JudgedCall[] {
  const resources = Object.entries(settings.resources).flatMap(([type, ids]) =>
    // An id may be an ARN, an address, or a name behind that of its group.
    Object.entries(ids).map(([id, properties]) => ({
      type,
      id,
      outputs: { ...properties, name: id.split(/[:/]/).at(-1) },
    })),
  );
  return judgeRecords(records, { ...settings, own: collectOwnResources(resources, settings) });
}
