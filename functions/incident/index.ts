import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { createIncidentHandler, type QueueBatch, type QueueBatchResult } from './incidentHandler';

let handle: ReturnType<typeof createIncidentHandler> | undefined;

/** The Lambda function's entry point. The clients are made once, for the first batch. */
export async function handler(batch: QueueBatch): Promise<QueueBatchResult> {
  handle ??= createIncidentHandler({
    s3: new S3Client({}),
    cloudwatch: new CloudWatchClient({}),
    now: () => new Date(),
    bucket: required('STORE_BUCKET'),
    namespace: required('METRIC_NAMESPACE'),
  });
  return handle(batch);
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`environment variable ${name} is missing; the function's component sets it`);
  return value;
}
