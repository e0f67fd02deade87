import {
  AddTagsCommand,
  CreateDataQualityJobDefinitionCommand,
  type CreateDataQualityJobDefinitionRequest,
  CreateMonitoringScheduleCommand,
  DeleteDataQualityJobDefinitionCommand,
  DeleteMonitoringScheduleCommand,
  DeleteTagsCommand,
  DescribeDataQualityJobDefinitionCommand,
  DescribeMonitoringScheduleCommand,
  ListTagsCommand,
  type MonitoringScheduleConfig,
  SageMakerClient,
  UpdateMonitoringScheduleCommand,
} from '@aws-sdk/client-sagemaker';
import type { DataQualityJobDefinitionArgs, MonitoringScheduleArgs } from '@pulumi/aws/sagemaker';
import { clientConfig, lazily } from '../table/clients';
import { type Field, fromAws, plain, toAws } from '../table/fields';
import { type Plain, replaces, resourceType, updates } from '../table/resourceType';
import { changeTags, tagList, tagMap, tags } from './tagList';

const sagemaker = lazily(() => new SageMakerClient(clientConfig()));

const autoName = {
  property: 'name',
  maxLength: 63,
  pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
  allowed: 'letters and digits, with dashes between them',
} as const;

/** SageMaker's errors for a resource that does not exist. */
const missing = ['ResourceNotFound', 'ResourceNotFoundException'];

const s3Uri: Field = { fields: { s3Uri: plain } };

/** Properties of a job definition without its name and tags. */
const definition = {
  roleArn: replaces(),
  dataQualityAppSpecification: replaces({
    fields: {
      imageUri: plain,
      environment: plain,
      postAnalyticsProcessorSourceUri: plain,
      recordPreprocessorSourceUri: plain,
    },
  }),
  dataQualityBaselineConfig: replaces({ fields: { constraintsResource: s3Uri, statisticsResource: s3Uri } }),
  dataQualityJobInput: replaces({
    fields: {
      endpointInput: {
        fields: {
          endpointName: plain,
          localPath: { default: '/opt/ml/processing/input' },
          s3DataDistributionType: { default: 'FullyReplicated' },
          s3InputMode: { default: 'File' },
        },
      },
    },
  }),
  dataQualityJobOutputConfig: replaces({
    fields: {
      kmsKeyId: plain,
      // AWS has a list of one output, which is a property in Pulumi.
      monitoringOutputs: {
        toAws: (value) => [toAws(monitoringOutput, value as Record<string, unknown>)],
        fromAws: (value) => fromAws(monitoringOutput, (value as object[])[0]),
        fields: {
          s3Output: {
            fields: {
              s3Uri: plain,
              localPath: { default: '/opt/ml/processing/output' },
              s3UploadMode: { default: 'Continuous' },
            },
          },
        },
      },
    },
  }),
  jobResources: replaces({
    fields: {
      clusterConfig: {
        fields: {
          instanceCount: plain,
          instanceType: plain,
          volumeSizeInGb: { aws: 'VolumeSizeInGB' },
          volumeKmsKeyId: plain,
        },
      },
    },
  }),
  networkConfig: replaces({
    fields: {
      enableInterContainerTrafficEncryption: { default: false },
      enableNetworkIsolation: { default: false },
      vpcConfig: { fields: { securityGroupIds: { same: 'set' }, subnets: { same: 'set' } } },
    },
  }),
  stoppingCondition: replaces({ fields: { maxRuntimeInSeconds: plain }, default: { maxRuntimeInSeconds: 3600 } }),
} as const;

const monitoringOutput = { s3Output: { fields: { s3Uri: plain, localPath: plain, s3UploadMode: plain } } };

async function readTags(ResourceArn: string | undefined): Promise<Record<string, string>> {
  const { Tags } = await sagemaker().send(new ListTagsCommand({ ResourceArn }));
  return tagMap(Tags);
}

type Tagged = { readonly tags?: Readonly<Record<string, string>> | undefined };

async function updateTags(arn: string, olds: Tagged, news: Tagged): Promise<void> {
  await changeTags(olds.tags, news.tags, {
    remove: (TagKeys) => sagemaker().send(new DeleteTagsCommand({ ResourceArn: arn, TagKeys })),
    set: (tagged) => sagemaker().send(new AddTagsCommand({ ResourceArn: arn, Tags: tagList(tagged) })),
  });
}

/** The `arn` output of a state. */
function arnOf(state: object): string {
  return (state as { arn: string }).arn;
}

const dataQualityJobDefinition = resourceType<DataQualityJobDefinitionArgs>({
  token: 'aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition',
  properties: { name: replaces(), ...definition, tags },
  required: [
    'roleArn',
    'dataQualityAppSpecification',
    'dataQualityJobInput',
    'dataQualityJobOutputConfig',
    'jobResources',
  ],
  autoName,
  missing,
  create: async (inputs) => {
    const JobDefinitionName = inputs.name ?? '';
    const request = {
      ...toAws(definition, inputs),
      JobDefinitionName,
      Tags: tagList(inputs.tags),
    } as unknown as CreateDataQualityJobDefinitionRequest;
    await sagemaker().send(new CreateDataQualityJobDefinitionCommand(request));
    return JobDefinitionName;
  },
  read: async (name) => {
    const described = await sagemaker().send(new DescribeDataQualityJobDefinitionCommand({ JobDefinitionName: name }));
    const arn = described.JobDefinitionArn;
    return { name, ...fromAws(definition, described), tags: await readTags(arn), arn };
  },
  update: (_name, news, olds) => updateTags(arnOf(olds), olds, news),
  delete: (JobDefinitionName) => sagemaker().send(new DeleteDataQualityJobDefinitionCommand({ JobDefinitionName })),
});

const scheduleConfig = {
  monitoringScheduleConfig: updates({
    fields: {
      monitoringJobDefinitionName: plain,
      monitoringType: plain,
      scheduleConfig: { fields: { scheduleExpression: plain } },
    },
  }),
} as const;

function toScheduleConfig(inputs: Plain<MonitoringScheduleArgs>): MonitoringScheduleConfig {
  return toAws(scheduleConfig, inputs)['MonitoringScheduleConfig'] as MonitoringScheduleConfig;
}

const monitoringSchedule = resourceType<MonitoringScheduleArgs>({
  token: 'aws:sagemaker/monitoringSchedule:MonitoringSchedule',
  properties: { name: replaces(), ...scheduleConfig, tags },
  required: ['monitoringScheduleConfig'],
  autoName,
  missing,
  create: async (inputs) => {
    const MonitoringScheduleName = inputs.name ?? '';
    await sagemaker().send(
      new CreateMonitoringScheduleCommand({
        MonitoringScheduleName,
        MonitoringScheduleConfig: toScheduleConfig(inputs),
        Tags: tagList(inputs.tags),
      }),
    );
    return MonitoringScheduleName;
  },
  read: async (name) => {
    const described = await sagemaker().send(new DescribeMonitoringScheduleCommand({ MonitoringScheduleName: name }));
    const arn = described.MonitoringScheduleArn;
    return { name, ...fromAws(scheduleConfig, described), tags: await readTags(arn), arn };
  },
  update: async (MonitoringScheduleName, news, olds) => {
    const MonitoringScheduleConfig = toScheduleConfig(news);
    if (JSON.stringify(MonitoringScheduleConfig) !== JSON.stringify(toScheduleConfig(olds))) {
      await sagemaker().send(new UpdateMonitoringScheduleCommand({ MonitoringScheduleName, MonitoringScheduleConfig }));
    }
    await updateTags(arnOf(olds), olds, news);
  },
  delete: (MonitoringScheduleName) => sagemaker().send(new DeleteMonitoringScheduleCommand({ MonitoringScheduleName })),
});

export const rows = [dataQualityJobDefinition, monitoringSchedule];
