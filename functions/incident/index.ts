import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { clientTimeouts } from '../../contract/clientTimeouts';
import { dailyEvent } from '../../contract/scheduledEvent';
import { variableReader } from '../../contract/variableReader';
import { IncidentIndex } from '../../incidents/index/incidentIndex';
import { s3Store } from '../../store/s3Store';
import { sendCanary } from './canary';
import { createIncidentHandler, type QueueBatch, type QueueBatchResult } from './incidentHandler';
import { sendDigests } from './sendDigests';

const readVariable = variableReader('IncidentMirror');

let handleBatch: ReturnType<typeof createIncidentHandler> | undefined;

/** Entry point of the Lambda function, for the messages of its queue and for its daily run. */
export async function handler(event: unknown): Promise<QueueBatchResult | undefined> {
  const dueAt = dailyEvent.dueAt(event);
  if (dueAt) {
    await runDaily(dueAt);
    return undefined;
  }
  // The clients are created with the first batch.
  handleBatch ??= createIncidentHandler({
    s3: new S3Client({ requestHandler: clientTimeouts }),
    cloudwatch: new CloudWatchClient({ requestHandler: clientTimeouts }),
    events: new EventBridgeClient({ requestHandler: clientTimeouts }),
    sns: new SNSClient({ requestHandler: clientTimeouts }),
    now: () => new Date(),
    bucket: readVariable('STORE_BUCKET'),
    namespace: readVariable('METRIC_NAMESPACE'),
    topicArn: readVariable('ALERT_TOPIC'),
    bus: readVariable('MESSAGE_BUS'),
    region: readVariable('AWS_REGION'),
    index: new IncidentIndex(new DynamoDBClient({ requestHandler: clientTimeouts }), readVariable('INDEX_TABLE')),
  });
  return handleBatch(event as QueueBatch);
}

/** Starts the canary, then sends the digests, which may fail. */
async function runDaily(dueAt: Date): Promise<void> {
  const client = new S3Client({ requestHandler: clientTimeouts });
  const bucket = readVariable('STORE_BUCKET');
  await sendCanary({ s3: client, bucket }, dueAt);
  const store = s3Store({ bucket, prefix: '', client });
  const [sns, ses] = [
    new SNSClient({ requestHandler: clientTimeouts }),
    new SESv2Client({ requestHandler: clientTimeouts }),
  ];
  await sendDigests({ store, sns, ses, topicArn: readVariable('ALERT_TOPIC') }, dueAt);
}
