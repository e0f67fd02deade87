import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { localAccount } from './localAccount';

export type AwsClients = ReturnType<typeof awsClients>;

/** Clients of a local AWS for one caller. Without keys, the caller is the deployment. */
export function awsClients(endpoint: string, accessKeyId = 'test', secretAccessKey = 'test') {
  const config = {
    endpoint,
    region: localAccount.region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    disableRequestCompression: true,
  };
  return {
    cloudTrail: new CloudTrailClient(config),
    cloudWatch: new CloudWatchClient(config),
    events: new EventBridgeClient(config),
    iam: new IAMClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sageMaker: new SageMakerClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
  };
}
