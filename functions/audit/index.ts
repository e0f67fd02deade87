import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { clientTimeouts } from '../../contract/clientTimeouts';
import { variableReader } from '../../contract/variableReader';
import { createAuditHandler } from './auditHandler';

const readVariable = variableReader('AuditDetection');

let handle: ReturnType<typeof createAuditHandler> | undefined;

/** Entry point of the Lambda function. The clients are created with the first event. */
export async function handler(event: unknown): ReturnType<ReturnType<typeof createAuditHandler>> {
  const config = { requestHandler: clientTimeouts };
  handle ??= createAuditHandler({
    s3: new S3Client(config),
    sns: new SNSClient(config),
    cloudwatch: new CloudWatchClient(config),
    now: () => new Date(),
    bucket: readVariable('STORE_BUCKET'),
    topicArn: readVariable('ALERT_TOPIC_ARN'),
    namespace: readVariable('METRIC_NAMESPACE'),
  });
  return handle(event);
}
