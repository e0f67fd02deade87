import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import { iamEventRegion } from '../../contract/auditRules';

/** Clients that the self-check reads with. */
export type CheckClients = ReturnType<typeof makeCheckClients>;

/** Clients of the stack's region; an existing trail may have another home region. */
export function makeCheckClients(
  config: Pick<S3ClientConfig, 'endpoint' | 'region' | 'requestHandler' | 'forcePathStyle'>,
  trailRegion: string,
) {
  return {
    cloudTrail: new CloudTrailClient({ ...config, region: trailRegion }),
    cloudWatch: new CloudWatchClient(config),
    events: new EventBridgeClient(config),
    /** Of the region whose events have the calls of IAM. */
    iamEvents: new EventBridgeClient({ ...config, region: iamEventRegion }),
    lambda: new LambdaClient(config),
    logs: new CloudWatchLogsClient(config),
    s3: new S3Client(config),
    sageMaker: new SageMakerClient(config),
    scheduler: new SchedulerClient(config),
    sns: new SNSClient(config),
  };
}
