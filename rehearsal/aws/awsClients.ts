import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
}

/** Key of the deployment: the gateway attributes any key that IAM did not issue to it. */
export const deploymentKey: AccessKey = { accessKeyId: 'deployment', secretAccessKey: 'deployment' };

export interface AwsClients {
  readonly cloudTrail: CloudTrailClient;
  readonly s3: S3Client;
  readonly sageMaker: SageMakerClient;
  readonly scheduler: SchedulerClient;
  readonly cloudWatch: CloudWatchClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  destroy(): void;
}

/** SDK clients of the local AWS for one caller. */
export function awsClients(aws: { endpoint: string; region: string }, credentials: AccessKey): AwsClients {
  const config = { endpoint: aws.endpoint, region: aws.region, credentials };
  const clients = {
    cloudTrail: new CloudTrailClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sageMaker: new SageMakerClient(config),
    scheduler: new SchedulerClient(config),
    // moto does not read compressed bodies.
    cloudWatch: new CloudWatchClient({ ...config, disableRequestCompression: true }),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

/** Alarms by name, as CloudWatch describes them. */
export async function describeAlarms(
  { cloudWatch }: Pick<AwsClients, 'cloudWatch'>,
  names: readonly string[],
): Promise<MetricAlarm[]> {
  const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [...names] }));
  return MetricAlarms;
}
