import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { NoSuchBucket, PutObjectCommand } from '@aws-sdk/client-s3';
import type { AwsCall } from '../protocol/awsCall';
import type { Handlers } from '../protocol/handlers';
import type { MotoClients } from '../protocol/motoClients';
import type { Outcome } from '../protocol/router';
import type { CallerIdentity } from './callerIdentity';
import {
  type DeliveredRecord,
  eventSourceOf,
  isManagementCall,
  isReadOnly,
  makeCloudTrailRecord,
} from './cloudTrailRecord';
import { DigestChains } from './digestChains';
import { digestLog } from './digestFile';
import { fetchLoggingTrails, type LoggingTrail } from './trailSettings';

interface CloudTrailOptions {
  readonly clients: MotoClients;
  readonly accountId: string;
  readonly region: string;
  readonly now: () => Date;
  readonly lookUpIdentity: (accessKeyId: string) => Promise<CallerIdentity>;
  /** Takes a record that a trail writes to its log group. */
  readonly onLog?: (logGroup: string, record: DeliveredRecord) => void;
}

/** Records calls, and delivers the records of logging trails to their buckets, with digests, and to EventBridge. */
export class CloudTrail {
  private trails: readonly LoggingTrail[] = [];
  private readonly undelivered = new Map<LoggingTrail['name'], { trail: LoggingTrail; records: DeliveredRecord[] }>();
  private sequence = 0;
  /** CloudTrail's event history: every record since the start, delivered or not. */
  readonly history: DeliveredRecord[] = [];

  private readonly digests: DigestChains;

  constructor(private readonly options: CloudTrailOptions) {
    this.digests = new DigestChains({ ...options, s3: options.clients.s3 });
  }

  /** Calls that moto does not know. */
  get handlers(): Handlers {
    return this.digests.handlers;
  }

  /** Records a call whose outcome is known. */
  async onCall(call: AwsCall, outcome: Outcome): Promise<void> {
    const previousTrails = this.trails;
    if (call.service === 'cloudtrail' && !/^(Get|List|Describe|Lookup)/.test(call.operation)) {
      this.trails = await fetchLoggingTrails(this.options.clients);
      this.digests.begin(this.trails, this.options.now());
    }
    const management = isManagementCall(call);
    // A trail still records the call that stops it.
    const loggingTrails = this.trails.length > 0 ? this.trails : previousTrails;
    const trails = loggingTrails.filter((trail) =>
      management ? trail.selectsManagement(managementEvent(call)) : selectsCall(trail, call),
    );
    if (!management && trails.length === 0) return;
    const { now, accountId, lookUpIdentity } = this.options;
    const identity = await lookUpIdentity(call.accessKeyId);
    this.sequence += 1;
    const record = makeCloudTrailRecord(call, outcome, { identity, at: now(), accountId, sequence: this.sequence });
    this.history.push(record);
    for (const trail of trails) {
      const batch = this.undelivered.get(trail.name) ?? { trail, records: [] };
      batch.records.push(record);
      this.undelivered.set(trail.name, batch);
      if (trail.logGroup !== undefined) this.options.onLog?.(trail.logGroup, record);
    }
    if (trails.length > 0 && !record.readOnly) await this.sendEvent(record);
  }

  /** Trails that are logging. */
  loggingTrails(): readonly LoggingTrail[] {
    return this.trails;
  }

  private async sendEvent(record: DeliveredRecord): Promise<void> {
    const entry = {
      Source: `aws.${record.eventSource.split('.')[0]}`,
      DetailType: 'AWS API Call via CloudTrail',
      Detail: JSON.stringify(record),
      Time: new Date(record.eventTime),
    };
    await this.options.clients.eventBridgeOf(record.awsRegion).send(new PutEventsCommand({ Entries: [entry] }));
  }

  /**
   * Writes the undelivered records and the digests of the hours that have ended to the trails' buckets, and returns the
   * keys. Files for a bucket that does not exist are lost, as after the removal of a trail and its bucket.
   */
  async flush(): Promise<string[]> {
    const batches = [...this.undelivered.values()];
    this.undelivered.clear();
    const keys: string[] = [];
    for (const { trail, records } of batches) {
      const body = JSON.stringify({ Records: records });
      const key = this.makeKey(trail, body);
      const file = new PutObjectCommand({
        Bucket: trail.bucket,
        Key: key,
        Body: gzipSync(body),
        ContentType: 'application/json',
        ContentEncoding: 'gzip',
      });
      try {
        await this.options.clients.s3.send(file);
        keys.push(key);
        this.digests.add(trail, digestLog(trail.bucket, key, body));
      } catch (error) {
        if (!(error instanceof NoSuchBucket)) throw error;
      }
    }
    return [...keys, ...(await this.digests.write(this.trails, this.options.now()))];
  }

  /** `AWSLogs/<account>/CloudTrail/<region>/yyyy/mm/dd/<account>_CloudTrail_<region>_<time>_<16 characters>.json.gz` */
  private makeKey(trail: LoggingTrail, body: string): string {
    const { accountId, region, now } = this.options;
    const instant = now().toISOString();
    const day = instant.slice(0, 10).replaceAll('-', '/');
    const minute = `${instant.slice(0, 16).replace(/[-:]/g, '')}Z`;
    const unique = createHash('sha256').update(`${trail.name}${this.sequence}${body}`).digest('hex').slice(0, 16);
    return `${trail.keyPrefix}AWSLogs/${accountId}/CloudTrail/${region}/${day}/${accountId}_CloudTrail_${region}_${minute}_${unique}.json.gz`;
  }
}

function managementEvent({ service, operation }: AwsCall) {
  return { eventSource: eventSourceOf(service), eventName: operation, readOnly: isReadOnly(operation) };
}

function selectsCall(trail: LoggingTrail, { s3, operation }: AwsCall): boolean {
  const readOnly = /^(Get|Head|List)/.test(operation);
  // The record of a deletion of many objects names none of them, only the bucket.
  const keys = operation === 'DeleteObjects' ? [''] : s3?.keys;
  return (
    keys?.some((key) =>
      trail.selectsObject({ arn: `arn:aws:s3:::${s3?.bucket}/${key}`, eventName: operation, readOnly }),
    ) ?? false
  );
}
