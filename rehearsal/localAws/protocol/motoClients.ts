import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';

/** What AWS does by itself goes to moto directly, past the gateway: it is nobody's call, so no record of it is made. */
export interface MotoClients {
  readonly cloudTrail: CloudTrailClient;
  readonly cloudWatch: CloudWatchClient;
  readonly eventBridge: EventBridgeClient;
  readonly s3: S3Client;
  readonly sageMaker: SageMakerClient;
  readonly sns: SNSClient;
  /** A client that calls with somebody's access key; moto does not look at secrets. */
  sts(accessKeyId: string): STSClient;
  destroy(): void;
}

export function motoClients(endpoint: string, region: string): MotoClients {
  const config = (accessKeyId: string) => ({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: 'unused' },
    maxAttempts: 1,
    disableRequestCompression: true,
  });
  const own = config('localaws');
  const clients = {
    cloudTrail: new CloudTrailClient(own),
    cloudWatch: new CloudWatchClient(own),
    eventBridge: new EventBridgeClient(own),
    s3: new S3Client({ ...own, forcePathStyle: true }),
    sageMaker: new SageMakerClient(own),
    sns: new SNSClient(own),
  };
  return {
    ...clients,
    sts: (accessKeyId) => new STSClient(config(accessKeyId)),
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
