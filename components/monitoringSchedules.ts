import { DataQualityJobDefinition, type DataQualityJobDefinitionArgs, MonitoringSchedule } from '@pulumi/aws/sagemaker';
import * as pulumi from '@pulumi/pulumi';
import { monitorDefaults } from '../contract/monitorDefaults';
import { baselineKey, preprocessorId, preprocessorKey, reportPrefix } from '../contract/storeLayout';
import type { MonitoringRole } from './monitoringRoles';
import { createStoreObject } from './storeObject';

export interface MonitoringSchedulesArgs {
  readonly bucketName: pulumi.Input<string>;
  /** Key of the reports and the job's volume. SageMaker accepts none for local disks, which the instance encrypts. */
  readonly keyArn: pulumi.Input<string>;
  /** Of the objects in the store; an endpoint's resources have its own. */
  readonly tags: Readonly<Record<string, string>>;
  /** By name of the SageMaker endpoint. */
  readonly endpoints: Readonly<Record<string, ScheduledEndpoint>>;
}

/** Settings of one endpoint's monitor. */
export interface ScheduledEndpoint {
  /** Version of its capture schema, such as `v1`. */
  readonly schema: string;
  /** Id of the approved baseline, such as `2026-11-01-3f9a2c`. */
  readonly baseline: string;
  readonly role: Pick<MonitoringRole, 'arn' | 'policy'>;
  /** ECR address of the monitor's image. */
  readonly analyzerImage: pulumi.Input<string>;
  /** Record preprocessor: a Python script that reads captures as the schema says. @default the container reads CSV and flat JSON */
  readonly preprocessor?: string;
  /** Cron expression, UTC. @default `cron(0 * ? * * *)` (every hour) */
  readonly schedule?: string;
  /** @default ml.m5.large */
  readonly instanceType?: string;
  /** @default 1 */
  readonly instanceCount?: number;
  /** @default 20 */
  readonly volumeSizeGb?: number;
  /** Cuts the container off from every network; SageMaker itself moves its files. @default true */
  readonly networkIsolation?: boolean;
  /** Encrypts traffic between the job's instances. @default true for several instances */
  readonly trafficEncryption?: boolean;
  /** At most 60 for an hourly schedule. @default 50 */
  readonly maxRuntimeMinutes?: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Resources of one endpoint. */
export interface EndpointSchedule {
  readonly scheduleName: pulumi.Output<string>;
  readonly scheduleArn: pulumi.Output<string>;
  /** Absent for a schedule of the analyzer. */
  readonly jobDefinitionName?: pulumi.Output<string>;
}

/**
 * A data-quality monitor per endpoint: SageMaker compares the captures of each window with the baseline and writes its
 * report to the store. The managed metrics are off: the incident function publishes what the alarms need, from the
 * report. Record preprocessors are objects of the store, one for all endpoints with the same script. It derives no
 * baseline, and raises no alarm.
 *
 *     new MonitoringSchedules('monitoring', { bucketName, keyArn, endpoints: { churn: { schema: 'v1', baseline, ... } } });
 */
export class MonitoringSchedules extends pulumi.ComponentResource {
  readonly schedules: Readonly<Record<string, EndpointSchedule>>;

  constructor(name: string, args: MonitoringSchedulesArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:MonitoringSchedules', name, {}, opts);
    const preprocessorUris = uploadPreprocessors(name, args, { parent: this });
    this.schedules = Object.fromEntries(
      Object.entries(args.endpoints).map(([endpoint, settings]) => {
        const { preprocessor = '' } = settings;
        const definition = jobDefinition(endpoint, settings, args, preprocessorUris.get(preprocessor));
        return [endpoint, endpointSchedule(endpoint, settings, definition, { parent: this })];
      }),
    );
    this.registerOutputs({});
  }
}

/** Addresses of the record preprocessors, by their text. */
function uploadPreprocessors(
  name: string,
  { bucketName, endpoints, tags }: MonitoringSchedulesArgs,
  opts: pulumi.CustomResourceOptions,
): ReadonlyMap<string, pulumi.Output<string>> {
  const scripts = new Set(Object.values(endpoints).flatMap(({ preprocessor = [] }) => preprocessor));
  return new Map(
    [...scripts].map((script) => {
      const object = createStoreObject(
        `${name}-preprocessor-${preprocessorId(script)}`,
        { bucket: bucketName, key: preprocessorKey(script), content: script, contentType: 'text/x-python', tags },
        opts,
      );
      return [script, pulumi.interpolate`s3://${object.bucket}/${object.key}`];
    }),
  );
}

function endpointSchedule(
  endpoint: string,
  settings: ScheduledEndpoint,
  job: DataQualityJobDefinitionArgs,
  opts: pulumi.CustomResourceOptions,
): EndpointSchedule {
  // Definitions are immutable. Without a fixed name, a new one is created before the schedule switches to it.
  const definition = new DataQualityJobDefinition(`${endpoint}-definition`, job, opts);
  const schedule = new MonitoringSchedule(
    endpoint,
    {
      monitoringScheduleConfig: {
        monitoringType: 'DataQuality',
        monitoringJobDefinitionName: definition.name,
        scheduleConfig: { scheduleExpression: settings.schedule ?? monitorDefaults.schedule },
      },
      tags: settings.tags,
    },
    { ...opts, dependsOn: [settings.role.policy] },
  );
  return { scheduleName: schedule.name, scheduleArn: schedule.arn, jobDefinitionName: definition.name };
}

function jobDefinition(
  endpoint: string,
  settings: ScheduledEndpoint,
  { bucketName, keyArn }: MonitoringSchedulesArgs,
  recordPreprocessorSourceUri: pulumi.Output<string> | undefined,
): DataQualityJobDefinitionArgs {
  const ref = { endpoint, schema: settings.schema };
  const instanceCount = settings.instanceCount ?? monitorDefaults.instanceCount;
  const instanceType = settings.instanceType ?? monitorDefaults.instanceType;
  const uri = (key: string) => pulumi.interpolate`s3://${bucketName}/${key}`;
  return {
    roleArn: settings.role.arn,
    dataQualityAppSpecification: {
      imageUri: settings.analyzerImage,
      environment: { publish_cloudwatch_metrics: 'Disabled' },
      recordPreprocessorSourceUri,
    },
    dataQualityBaselineConfig: {
      statisticsResource: { s3Uri: uri(baselineKey(ref, settings.baseline, 'statistics.json')) },
      constraintsResource: { s3Uri: uri(baselineKey(ref, settings.baseline, 'constraints.json')) },
    },
    dataQualityJobInput: {
      endpointInput: { endpointName: endpoint, localPath: '/opt/ml/processing/input/endpoint' },
    },
    dataQualityJobOutputConfig: {
      kmsKeyId: keyArn,
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
        volumeSizeInGb: settings.volumeSizeGb ?? 20,
        ...(hasLocalStorage(instanceType) ? {} : { volumeKmsKeyId: keyArn }),
      },
    },
    networkConfig: {
      enableNetworkIsolation: settings.networkIsolation ?? monitorDefaults.networkIsolation,
      enableInterContainerTrafficEncryption: settings.trafficEncryption ?? instanceCount > 1,
    },
    stoppingCondition: { maxRuntimeInSeconds: (settings.maxRuntimeMinutes ?? monitorDefaults.maxRuntimeMinutes) * 60 },
    tags: settings.tags,
  };
}

const localStoragePattern = /^ml\.([a-z]+\d+[a-z]*d[a-z]*|i\d\w*|g[56]e?|p5\w*|trn\d\w*)\./;

/** Whether an instance type has local disks: SageMaker then refuses a key for the volume. */
function hasLocalStorage(instanceType: string): boolean {
  return localStoragePattern.test(instanceType);
}
