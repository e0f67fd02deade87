import { DisableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeMonitoringScheduleCommand,
  UpdateMonitoringScheduleCommand,
} from '@aws-sdk/client-sagemaker';
import type { EndpointOutputs } from '../../contract/outputs';
import { modelMonitorJson } from '../../quality/modelMonitor/modelMonitorJson';
import { type AwsClients, awsClients } from '../aws/awsClients';

/** Approves the baseline that the deployment derived. */
export const reviewerName = 'reviewer';

/** What the person on call records about the first incident. */
export const incidentFix = {
  by: 'on-call',
  cause: 'A snow storm delayed the departures.',
  fix: 'None needed; flight operations were informed.',
} as const;

/** Has access of their own, and tampers with the monitoring. */
export const contractorName = 'contractor';

/** Schedule that the contractor sets. */
export const slowedSchedule = 'cron(0 0 ? * * *)';

/** Creates an IAM user, and returns clients with the user's access key. */
export async function makePerson(
  deployment: AwsClients,
  aws: { endpoint: string; region: string },
  name: string,
): Promise<AwsClients> {
  await deployment.iam.send(new CreateUserCommand({ UserName: name }));
  const { AccessKey } = await deployment.iam.send(new CreateAccessKeyCommand({ UserName: name }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
  return awsClients(aws, { accessKeyId, secretAccessKey });
}

/** The model team's part: an endpoint that captures its data to the destination of the stack's outputs. */
export async function createEndpoint(
  { sageMaker }: AwsClients,
  endpoint: string,
  variants: readonly string[],
  outputs: EndpointOutputs,
): Promise<void> {
  await sageMaker.send(
    new CreateModelCommand({
      ModelName: endpoint,
      ExecutionRoleArn: 'arn:aws:iam::123456789012:role/model-team',
      PrimaryContainer: { Image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/model:1' },
    }),
  );
  const EndpointConfigName = `${endpoint}-1`;
  await sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName,
      ProductionVariants: variants.map((VariantName) => ({
        VariantName,
        ModelName: endpoint,
        InstanceType: 'ml.m5.large',
        InitialInstanceCount: 1,
      })),
      DataCaptureConfig: {
        EnableCapture: true,
        InitialSamplingPercentage: 100,
        DestinationS3Uri: outputs.captureDestination,
        KmsKeyId: outputs.captureKmsKeyArn,
        CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
      },
    }),
  );
  await sageMaker.send(new CreateEndpointCommand({ EndpointName: endpoint, EndpointConfigName }));
}

export async function muteAlarms({ cloudWatch }: AwsClients, names: readonly string[]): Promise<void> {
  await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames: [...names] }));
}

/** Changes a schedule from hourly to daily, and nothing else about it. */
export async function slowSchedule({ sageMaker }: AwsClients, name: string): Promise<void> {
  const schedule = await sageMaker.send(new DescribeMonitoringScheduleCommand({ MonitoringScheduleName: name }));
  await sageMaker.send(
    new UpdateMonitoringScheduleCommand({
      MonitoringScheduleName: name,
      MonitoringScheduleConfig: {
        ...schedule.MonitoringScheduleConfig,
        ScheduleConfig: { ScheduleExpression: slowedSchedule },
      },
    }),
  );
}

/** Overwrites a baseline's constraints so that they accept any drift, and returns the version of the new object. */
export async function loosenConstraints({ s3 }: AwsClients, bucket: string, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const constraints = modelMonitorJson.readConstraints((await Body?.transformToString()) ?? '');
  const config = constraints.monitoring_config;
  const loosened = {
    ...constraints,
    monitoring_config: {
      ...config,
      distribution_constraints: { ...config.distribution_constraints, comparison_threshold: 1 },
    },
  };
  const { VersionId = 'null' } = await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: modelMonitorJson.write(loosened) }),
  );
  return VersionId;
}
