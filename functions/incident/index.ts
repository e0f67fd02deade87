import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { clientTimeouts } from '../../contract/clientTimeouts';
import { IncidentIndex } from '../../incidents/index/incidentIndex';
import { createIncidentHandler, type QueueBatch, type QueueBatchResult } from './incidentHandler';

let handleBatch: ReturnType<typeof createIncidentHandler> | undefined;

/** Entry point of the Lambda function. The clients are created with the first batch. */
export async function handler(batch: QueueBatch): Promise<QueueBatchResult> {
  handleBatch ??= createIncidentHandler({
    s3: new S3Client({ requestHandler: clientTimeouts }),
    cloudwatch: new CloudWatchClient({ requestHandler: clientTimeouts }),
    events: new EventBridgeClient({ requestHandler: clientTimeouts }),
    now: () => new Date(),
    bucket: readVariable('STORE_BUCKET'),
    namespace: readVariable('METRIC_NAMESPACE'),
    bus: readVariable('MESSAGE_BUS'),
    region: readVariable('AWS_REGION'),
    index: new IncidentIndex(new DynamoDBClient({ requestHandler: clientTimeouts }), readVariable('INDEX_TABLE')),
  });
  return handleBatch(batch);
}

function readVariable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`environment variable ${name} is not set; IncidentMirror sets it`);
  return value;
}
