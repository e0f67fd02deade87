import { CloudTrailClient, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import type { BoundedSpan } from '../../audit/trail/listTrail';
import { auditKinds } from '../../contract/auditEvents';
import { type CloudTrailRecord, readCloudTrailRecord } from '../../contract/cloudTrailRecord';
import type { AuditKind } from '../../contract/dependency';
import { UserError } from '../../contract/userError';
import { printEveryFiveSeconds } from '../terminal/progress';

/** Kinds of calls on objects, which CloudTrail's event history does not have. */
const objectKinds: ReadonlySet<string> = new Set<AuditKind>([
  'baseline modified',
  'schema modified',
  'settings modified',
  'data deleted',
]);

/**
 * Looks up the calls of some kinds in the event history of the region, by name: it has the management calls of 90 days, and
 * allows two requests a second ("LookupEvents" of the CloudTrail API reference). Throws a UserError if it cannot be read.
 */
export async function lookUpEvents(
  endpointUrl: string | undefined,
  span: BoundedSpan,
  kinds: readonly string[] = Object.keys(auditKinds),
): Promise<CloudTrailRecord[]> {
  const calls = kinds.filter((kind) => !objectKinds.has(kind)).flatMap((kind) => auditKinds[kind] ?? []);
  const names = [...new Set(calls.flatMap(([, eventNames]) => eventNames))];
  if (names.length === 0) throw new UserError("CloudTrail's event history has no calls on objects; use --trail");
  const client = new CloudTrailClient({
    endpoint: endpointUrl ?? process.env['AWS_ENDPOINT_URL'],
    // Waits when CloudTrail throttles it.
    retryMode: 'adaptive',
    maxAttempts: 10,
  });
  const print = printEveryFiveSeconds();
  try {
    const records: CloudTrailRecord[] = [];
    for (const [i, name] of names.entries()) {
      print(() => `looking up ${name}, ${i + 1} of ${names.length} calls`);
      records.push(...(await lookUpName(client, span, name)));
    }
    return records;
  } catch (error) {
    const { name, message } = error as Error;
    throw new UserError(
      `CloudTrail's event history cannot be read (${name}: ${message}); check the credentials, AWS_REGION and the permission cloudtrail:LookupEvents`,
    );
  } finally {
    client.destroy();
  }
}

async function lookUpName(client: CloudTrailClient, { from, to }: BoundedSpan, name: string) {
  const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: name }];
  const records: CloudTrailRecord[] = [];
  const pages = paginateLookupEvents({ client, pageSize: 50 }, { LookupAttributes, StartTime: from, EndTime: to });
  for await (const { Events = [] } of pages) {
    records.push(...Events.flatMap(({ CloudTrailEvent = '' }) => parseEvent(CloudTrailEvent) ?? []));
  }
  return records;
}

function parseEvent(text: string): CloudTrailRecord | undefined {
  try {
    return readCloudTrailRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
}
