import {
  DataQualityJobDefinition,
  type DataQualityJobDefinitionArgs,
  MonitoringSchedule as SageMakerSchedule,
} from '@pulumi/aws/sagemaker';
import * as pulumi from '@pulumi/pulumi';
import { monitorDefaults } from '../contract/monitorDefaults';
import { baselineKey, reportPrefix } from '../contract/storeLayout';

export interface MonitoringScheduleArgs {
  /** Name of the SageMaker endpoint. */
  readonly endpoint: string;
  /** Version of its capture schema, such as `v1`. */
  readonly schema: string;
  /** Id of the approved baseline, such as `2026-11-01-3f9a2c`. */
  readonly baseline: string;
  readonly bucketName: pulumi.Input<string>;
  /** Key of the reports and the job's volume. SageMaker accepts none for local disks, which the instance encrypts. */
  readonly keyArn: pulumi.Input<string>;
  readonly roleArn: pulumi.Input<string>;
  /** ECR address of the monitor's image. */
  readonly analyzerImage: pulumi.Input<string>;
  /** Cron expression, UTC. @default `cron(0 * ? * * *)` (every hour) */
  readonly schedule?: string;
  /** @default ml.m5.large */
  readonly instanceType?: string;
  /** @default 1 */
  readonly instanceCount?: number;
  /** @default 20 */
  readonly volumeSizeGb?: number;
  /** Cuts the container off from every network; SageMaker moves its files and metrics. @default true */
  readonly networkIsolation?: boolean;
  /** Encrypts traffic between the job's instances. @default true for several instances */
  readonly trafficEncryption?: boolean;
  /** At most 60 for an hourly schedule. @default 50 */
  readonly maxRuntimeMinutes?: number;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A data-quality monitor of one endpoint: SageMaker compares each hour's captures with the baseline, writes its three
 * files to the store's reports and publishes a metric per feature. It derives no baseline and raises no alarm.
 *
 *     new MonitoringSchedule('churn', { endpoint: 'churn', schema: 'v1', baseline: '2026-11-01-3f9a2c', ... });
 */
export class MonitoringSchedule extends pulumi.ComponentResource {
  readonly scheduleName: pulumi.Output<string>;
  readonly scheduleArn: pulumi.Output<string>;
  readonly jobDefinitionName: pulumi.Output<string>;

  constructor(name: string, args: MonitoringScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:MonitoringSchedule', name, {}, opts);
    const parent = { parent: this };
    // Definitions are immutable. Without a fixed name, a new one is created before the schedule switches to it.
    const definition = new DataQualityJobDefinition(`${name}-definition`, composeJobDefinition(args), parent);
    const schedule = new SageMakerSchedule(
      name,
      {
        monitoringScheduleConfig: {
          monitoringType: 'DataQuality',
          monitoringJobDefinitionName: definition.name,
          scheduleConfig: { scheduleExpression: args.schedule ?? monitorDefaults.schedule },
        },
        tags: args.tags,
      },
      parent,
    );

    this.scheduleName = schedule.name;
    this.scheduleArn = schedule.arn;
    this.jobDefinitionName = definition.name;
    this.registerOutputs({
      scheduleName: this.scheduleName,
      scheduleArn: this.scheduleArn,
      jobDefinitionName: this.jobDefinitionName,
    });
  }
}

function composeJobDefinition(args: MonitoringScheduleArgs): DataQualityJobDefinitionArgs {
  const ref = { endpoint: args.endpoint, schema: args.schema };
  const instanceCount = args.instanceCount ?? monitorDefaults.instanceCount;
  const instanceType = args.instanceType ?? monitorDefaults.instanceType;
  const uri = (key: string) => pulumi.interpolate`s3://${args.bucketName}/${key}`;
  return {
    roleArn: args.roleArn,
    dataQualityAppSpecification: {
      imageUri: args.analyzerImage,
      environment: { publish_cloudwatch_metrics: 'Enabled' },
    },
    dataQualityBaselineConfig: {
      statisticsResource: { s3Uri: uri(baselineKey(ref, args.baseline, 'statistics.json')) },
      constraintsResource: { s3Uri: uri(baselineKey(ref, args.baseline, 'constraints.json')) },
    },
    dataQualityJobInput: {
      endpointInput: { endpointName: args.endpoint, localPath: '/opt/ml/processing/input/endpoint' },
    },
    dataQualityJobOutputConfig: {
      kmsKeyId: args.keyArn,
      monitoringOutputs: {
        s3Output: {
          s3Uri: uri(reportPrefix(ref)),
          localPath: '/opt/ml/processing/output',
          s3UploadMode: 'EndOfJob',
        },
      },
    },
    jobResources: {
      clusterConfig: {
        instanceType,
        instanceCount,
        volumeSizeInGb: args.volumeSizeGb ?? 20,
        ...(hasLocalStorage(instanceType) ? {} : { volumeKmsKeyId: args.keyArn }),
      },
    },
    networkConfig: {
      enableNetworkIsolation: args.networkIsolation ?? monitorDefaults.networkIsolation,
      enableInterContainerTrafficEncryption: args.trafficEncryption ?? instanceCount > 1,
    },
    stoppingCondition: { maxRuntimeInSeconds: (args.maxRuntimeMinutes ?? monitorDefaults.maxRuntimeMinutes) * 60 },
    tags: args.tags,
  };
}

const localStoragePattern = /^ml\.([a-z]+\d+[a-z]*d[a-z]*|i\d\w*|g[56]e?|p5\w*|trn\d\w*)\./;

/** Whether an instance type has local disks: SageMaker then refuses a key for the volume. */
function hasLocalStorage(instanceType: string): boolean {
  return localStoragePattern.test(instanceType);
}
