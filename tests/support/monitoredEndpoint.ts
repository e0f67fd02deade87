import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateDataQualityJobDefinitionCommand,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateMonitoringScheduleCommand,
} from '@aws-sdk/client-sagemaker';
import { dataMetricsNamespace } from '../../contract/metrics';
import type { AwsClients } from './awsClients';
import { localAccount } from './localAccount';

const role = `arn:aws:iam::${localAccount.accountId}:role/monitor`;

/** Creates the endpoint `churn`, which captures into the bucket, and its job definition `churn-quality`. */
export async function monitoredEndpoint(aws: AwsClients, bucket: string): Promise<void> {
  const { sageMaker } = aws;
  await sageMaker.send(
    new CreateModelCommand({ ModelName: 'churn', ExecutionRoleArn: role, PrimaryContainer: { Image: 'i' } }),
  );
  await sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'churn',
      ProductionVariants: [
        { VariantName: 'AllTraffic', ModelName: 'churn', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
      ],
      DataCaptureConfig: {
        EnableCapture: true,
        InitialSamplingPercentage: 100,
        DestinationS3Uri: `s3://${bucket}/captures/churn/schema=v1`,
        CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
      },
    }),
  );
  await sageMaker.send(new CreateEndpointCommand({ EndpointName: 'churn', EndpointConfigName: 'churn' }));
  const baseline = `s3://${bucket}/baselines/churn/schema=v1/2026-11-01-3f9a2c`;
  await sageMaker.send(
    new CreateDataQualityJobDefinitionCommand({
      JobDefinitionName: 'churn-quality',
      RoleArn: role,
      DataQualityAppSpecification: { ImageUri: 'i', Environment: { publish_cloudwatch_metrics: 'Enabled' } },
      DataQualityBaselineConfig: {
        StatisticsResource: { S3Uri: `${baseline}/statistics.json` },
        ConstraintsResource: { S3Uri: `${baseline}/constraints.json` },
      },
      DataQualityJobInput: { EndpointInput: { EndpointName: 'churn', LocalPath: '/opt/ml/processing/input' } },
      DataQualityJobOutputConfig: {
        MonitoringOutputs: [
          { S3Output: { S3Uri: `s3://${bucket}/reports/churn/schema=v1`, LocalPath: '/opt/ml/processing/output' } },
        ],
      },
      JobResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 20 } },
    }),
  );
}

/** Creates the hourly schedule `churn-hourly` of that job definition. */
export async function scheduleMonitor({ sageMaker }: AwsClients): Promise<void> {
  await sageMaker.send(
    new CreateMonitoringScheduleCommand({
      MonitoringScheduleName: 'churn-hourly',
      MonitoringScheduleConfig: {
        ScheduleConfig: { ScheduleExpression: 'cron(0 * ? * * *)' },
        MonitoringJobDefinitionName: 'churn-quality',
        MonitoringType: 'DataQuality',
      },
    }),
  );
}

/** The alarm `drift` on the drift of the endpoint's feature `age`. */
export const driftAlarm = (schedule: string) =>
  new PutMetricAlarmCommand({
    AlarmName: 'drift',
    Namespace: dataMetricsNamespace,
    MetricName: 'feature_baseline_drift_age',
    Dimensions: [
      { Name: 'MonitoringSchedule', Value: schedule },
      { Name: 'Endpoint', Value: 'churn' },
    ],
    Statistic: 'Maximum',
    Period: 3600,
    EvaluationPeriods: 1,
    Threshold: 0.1,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  });
