import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { createIncidentHandler } from './incidentHandler';

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`environment variable ${name} is missing; the function's component sets it`);
  return value;
}

/** The Lambda function's entry point. */
export const handler = createIncidentHandler({
  s3: new S3Client({}),
  cloudwatch: new CloudWatchClient({}),
  now: () => new Date(),
  bucket: required('STORE_BUCKET'),
  namespace: required('METRIC_NAMESPACE'),
});
