import { makeCheckClients } from '../../audit/check/checkClients';
import type { CheckResult } from '../../audit/check/checkResult';
import { checkStack } from '../../audit/check/checkStack';
import { listPublicKeys } from '../../audit/check/listPublicKeys';
import type { AuditSettings } from '../../contract/auditSettings';
import { parseS3Uri } from '../../contract/s3Uri';
import { UserError } from '../../contract/userError';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { s3Store } from '../../store/s3Store';
import { readStoredAuditSettings } from '../../store/storedSettings';
import { exitCodes } from '../terminal/exitCodes';
import { printJson, printText } from '../terminal/output';

interface VerifyStackOptions {
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Result of a self-check, as `--json` prints it. */
interface StackVerification {
  readonly stack: string;
  /** ISO 8601 instant. */
  readonly at: string;
  readonly checks: readonly CheckResult[];
}

/** Compares what a stack deployed with what AWS stores, and sets the exit code by whether there is a fault. */
export async function verifyStack(address: string, { endpointUrl, json }: VerifyStackOptions): Promise<void> {
  const { bucket, prefix } = parseS3Uri(address) ?? {};
  if (bucket === undefined || prefix !== '') {
    throw new UserError(`${address}: invalid address of a stack's store: expected s3://<bucket>`);
  }
  const store = s3Store({ bucket, prefix, endpointUrl });
  const settings = await readStoredAuditSettings(store);
  const endpoint = endpointUrl ?? process.env['AWS_ENDPOINT_URL'];
  const local = endpoint === undefined ? {} : { endpoint, forcePathStyle: true };
  const clients = makeCheckClients({ region: regionOf(settings), ...local }, partOf(settings.trailArn, 3));
  const { trailBucket } = settings;
  const trail = trailBucket === undefined ? undefined : s3Store({ bucket: trailBucket, prefix: '', endpointUrl });
  const now = new Date();
  try {
    const checks = await checkStack({
      ...{ clients, store, bucket, trail, settings, now },
      listKeys: (regions, from) => listPublicKeys({ regions, from, to: now, endpointUrl }),
    });
    const verification = { stack: settings.stack, at: now.toISOString(), checks };
    if (json) printJson(verification);
    else printText(describe(verification));
    const hasFault = checks.some(({ faults }) => faults.length > 0);
    process.exitCode = hasFault ? exitCodes.findings : exitCodes.success;
  } finally {
    for (const client of Object.values(clients)) client.destroy();
    store.close();
    trail?.close();
  }
}

/** The stack's region is that of its topic. */
function regionOf({ resources, trailArn }: AuditSettings): string {
  const [topic = trailArn] = Object.keys(resources['aws:sns/topic:Topic'] ?? {});
  return partOf(topic, 3);
}

const partOf = (arn: string, part: number) => arn.split(':')[part] ?? '';

function describe({ stack, checks }: StackVerification): string {
  const faults = checks.flatMap(({ check, faults }) => faults.map((fault) => [check, fault.severity, fault.text]));
  const notes = checks.flatMap(({ check, notes }) => notes.map((note) => `${check}: ${note}`));
  const rows = checks.map(({ check, checked, faults }) => [
    check,
    String(checked),
    faults.length > 0 ? formatCount(faults.length, 'fault') : checked > 0 ? 'ok' : 'not checked',
  ]);
  return [
    `stack ${stack}: ${faults.length === 0 ? 'no fault' : formatCount(faults.length, 'fault')}`,
    ...indent(textTable([{ title: 'check' }, { title: 'compared', numeric: true }, { title: 'result' }], rows)),
    ...(faults.length === 0
      ? []
      : indent(textTable([{ title: 'check' }, { title: 'severity' }, { title: 'fault', width: 100 }], faults))),
    ...indent(notes),
  ].join('\n');
}

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
