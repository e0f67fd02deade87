import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';

/** Clients for what AWS does by itself. They bypass the gateway, because no one's call is recorded for it. */
export interface MotoClients {
  readonly cloudTrail: CloudTrailClient;
  readonly cloudWatch: CloudWatchClient;
  /** A client of a region: global services send their events to one only. */
  eventBridgeOf(region: string): EventBridgeClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly sageMaker: SageMakerClient;
  readonly scheduler: SchedulerClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  /** A client with a caller's access key; moto does not check secrets. */
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
  const gatewayConfig = config('localaws');
  const clients = {
    cloudTrail: new CloudTrailClient(gatewayConfig),
    cloudWatch: new CloudWatchClient(gatewayConfig),
    iam: new IAMClient(gatewayConfig),
    kms: new KMSClient(gatewayConfig),
    lambda: new LambdaClient(gatewayConfig),
    logs: new CloudWatchLogsClient(gatewayConfig),
    s3: new S3Client({ ...gatewayConfig, forcePathStyle: true }),
    sageMaker: new SageMakerClient(gatewayConfig),
    scheduler: new SchedulerClient(gatewayConfig),
    sns: new SNSClient(gatewayConfig),
    sqs: new SQSClient(gatewayConfig),
  };
  const eventBridges = new Map<string, EventBridgeClient>();
  return {
    ...clients,
    eventBridgeOf: (name) => {
      const client = eventBridges.get(name) ?? new EventBridgeClient({ ...gatewayConfig, region: name });
      eventBridges.set(name, client);
      return client;
    },
    sts: (accessKeyId) => new STSClient(config(accessKeyId)),
    destroy: () => {
      for (const client of [...Object.values(clients), ...eventBridges.values()]) client.destroy();
    },
  };
}
