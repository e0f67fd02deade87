import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { AwsCall } from '../protocol/awsCall';
import type { MotoClients } from '../protocol/motoClients';
import type { Outcome } from '../protocol/router';
import type { CallerIdentity } from './callerIdentity';
import { cloudTrailRecord, type DeliveredRecord, isManagementCall } from './cloudTrailRecord';
import { type LoggingTrail, loggingTrails } from './trailSettings';

export interface CloudTrailOptions {
  readonly clients: MotoClients;
  readonly accountId: string;
  readonly region: string;
  readonly now: () => Date;
  readonly identityOf: (accessKeyId: string) => Promise<CallerIdentity>;
}

/** Records who called what, and delivers the records of trails that log: to their buckets, and to EventBridge. */
export class CloudTrail {
  private trails: readonly LoggingTrail[] = [];
  private readonly waiting = new Map<LoggingTrail['name'], { trail: LoggingTrail; records: DeliveredRecord[] }>();
  private sequence = 0;
  /** Everything recorded since the start, delivered or not: CloudTrail's event history. */
  readonly history: DeliveredRecord[] = [];

  constructor(private readonly options: CloudTrailOptions) {}

  /** Takes note of a call whose outcome is known. */
  async onCall(call: AwsCall, outcome: Outcome): Promise<void> {
    const before = this.trails;
    if (call.service === 'cloudtrail' && !/^(Get|List|Describe|Lookup)/.test(call.operation)) {
      this.trails = await loggingTrails(this.options.clients);
    }
    const management = isManagementCall(call);
    // The call that stops a trail is still in it.
    const trails = this.trails.length > 0 ? this.trails : before;
    const takers = management ? trails : trails.filter((trail) => wants(trail, call));
    if (!management && takers.length === 0) return;
    const { now, accountId, identityOf } = this.options;
    const identity = await identityOf(call.accessKeyId);
    this.sequence += 1;
    const record = cloudTrailRecord(call, outcome, { identity, at: now(), accountId, sequence: this.sequence });
    this.history.push(record);
    for (const trail of takers) {
      const batch = this.waiting.get(trail.name) ?? { trail, records: [] };
      batch.records.push(record);
      this.waiting.set(trail.name, batch);
    }
    if (takers.length > 0 && !record.readOnly) await this.emit(record);
  }

  private async emit(record: DeliveredRecord): Promise<void> {
    const entry = {
      Source: `aws.${record.eventSource.split('.')[0]}`,
      DetailType: 'AWS API Call via CloudTrail',
      Detail: JSON.stringify(record),
      Time: new Date(record.eventTime),
    };
    await this.options.clients.eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
  }

  /** Writes what waits into the trails' buckets; answers the keys. */
  async flush(): Promise<string[]> {
    const batches = [...this.waiting.values()];
    this.waiting.clear();
    const keys: string[] = [];
    for (const { trail, records } of batches) {
      const body = JSON.stringify({ Records: records });
      const key = this.keyOf(trail, body);
      await this.options.clients.s3.send(
        new PutObjectCommand({
          Bucket: trail.bucket,
          Key: key,
          Body: gzipSync(body),
          ContentType: 'application/json',
          ContentEncoding: 'gzip',
        }),
      );
      keys.push(key);
    }
    return keys;
  }

  /** `AWSLogs/<account>/CloudTrail/<region>/yyyy/mm/dd/<account>_CloudTrail_<region>_<time>_<16 characters>.json.gz` */
  private keyOf(trail: LoggingTrail, body: string): string {
    const { accountId, region, now } = this.options;
    const instant = now().toISOString();
    const day = instant.slice(0, 10).replaceAll('-', '/');
    const minute = `${instant.slice(0, 16).replace(/[-:]/g, '')}Z`;
    const unique = createHash('sha256').update(`${trail.name}${this.sequence}${body}`).digest('hex').slice(0, 16);
    return `${trail.keyPrefix}AWSLogs/${accountId}/CloudTrail/${region}/${day}/${accountId}_CloudTrail_${region}_${minute}_${unique}.json.gz`;
  }
}

function wants(trail: LoggingTrail, { s3, operation }: AwsCall): boolean {
  const readOnly = /^(Get|Head|List)/.test(operation);
  return s3?.keys.some((key) => trail.wantsObject(`arn:aws:s3:::${s3.bucket}/${key}`, readOnly)) ?? false;
}
