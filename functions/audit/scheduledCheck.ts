import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { CheckClients } from '../../audit/check/checkClients';
import type { CheckFault } from '../../audit/check/checkResult';
import { checkStack } from '../../audit/check/checkStack';
import { listPublicKeys } from '../../audit/check/listPublicKeys';
import { auditSettingsKey, readAuditSettings } from '../../contract/auditSettings';
import { hourMs } from '../../contract/hours';
import { observabilityMetrics } from '../../contract/metrics';
import { s3Store } from '../../store/s3Store';
import { readText } from '../incident/storeObjects';
import { readCheckState, writeCheckState } from './checkState';
import { composeFaultNotices, type NoticeTarget, sendNotice } from './notices';

export interface ScheduledCheckArgs extends NoticeTarget {
  readonly clients: CheckClients;
  readonly cloudwatch: CloudWatchClient;
  /** Name of the store's bucket. */
  readonly bucket: string;
  readonly now: () => Date;
  /** CloudWatch namespace of the metrics. */
  readonly namespace: string;
}

/** Result of a scheduled check. */
export interface ScheduledResult {
  readonly faults: number;
  readonly notices: number;
}

/** A fault comes back after a day. The hourly schedule may start a few minutes early or late. */
const repeatMs = 23.5 * hourMs;

/**
 * Checks the stack, publishes whether it is clean, sends a message on each new fault and once a day on each that lasts, and
 * writes the result to the store.
 */
export async function runScheduledCheck(args: ScheduledCheckArgs, dueAt: Date): Promise<ScheduledResult> {
  const { clients, bucket, namespace } = args;
  const now = args.now();
  const settings = readAuditSettings((await readText({ s3: clients.s3, bucket }, auditSettingsKey)).text);
  const { stack, trailBucket } = settings;
  const store = s3Store({ bucket, prefix: '', client: clients.s3 });
  const trail =
    trailBucket === undefined ? undefined : s3Store({ bucket: trailBucket, prefix: '', client: clients.s3 });
  const listKeys = (regions: readonly string[], from: Date) => listPublicKeys({ regions, from, to: now });
  const checks = await checkStack({ clients, store, bucket, trail, settings, listKeys, now });
  const faults = checks.flatMap((result) => result.faults);
  await args.cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: namespace,
      MetricData: [
        {
          MetricName: observabilityMetrics.cleanChecks,
          Dimensions: [{ Name: 'Stack', Value: stack }],
          Value: faults.length === 0 ? 1 : 0,
          // Equal in a repeated invocation.
          Timestamp: dueAt,
        },
      ],
    }),
  );
  const known = await readCheckState(store);
  const due = faults.filter(({ text }) => isDue(known.state.noticed[text], now));
  const notices = composeFaultNotices(stack, due, now);
  for (const notice of notices) await sendNotice(args, notice);
  const noticed = noticeTimes(faults, due, known.state.noticed, now);
  await writeCheckState(store, { version: 1, stack, at: now.toISOString(), checks, noticed }, known.etag);
  return { faults: faults.length, notices: notices.length };
}

/** Whether a message on a fault is due: there was none, or the last one is a day old. A time in the future is not from here. */
function isDue(noticedAt: string | undefined, now: Date): boolean {
  if (noticedAt === undefined) return true;
  const age = now.getTime() - Date.parse(noticedAt);
  return !(age >= 0 && age < repeatMs);
}

function noticeTimes(
  faults: readonly CheckFault[],
  due: readonly CheckFault[],
  known: Readonly<Record<string, string>>,
  now: Date,
): Record<string, string> {
  return Object.fromEntries(
    faults.map((fault) => [fault.text, (due.includes(fault) ? undefined : known[fault.text]) ?? now.toISOString()]),
  );
}
