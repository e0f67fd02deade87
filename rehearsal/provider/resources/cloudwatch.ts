import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  type Dimension,
  GetDashboardCommand,
  ListTagsForResourceCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmInput,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import type { DashboardArgs, MetricAlarmArgs } from '@pulumi/aws/cloudwatch';
import { clientConfig, lazily, region } from '../table/clients';
import { type Field, fromAws, plain, toAws } from '../table/fields';
import { type Property, replaces, resourceType, updates } from '../table/resourceType';
import type { Bag } from '../table/wire';
import { changeTags, tagList, tagMap, tags } from './tagList';

/** moto does not support compressed bodies. */
const cloudwatch = lazily(() => new CloudWatchClient({ ...clientConfig(), disableRequestCompression: true }));

type AlarmTags = { tags?: Record<string, string> };

const alarmNames = {
  maxLength: 255,
  pattern: /^[\x20-\x7e]+$/,
  allowed: 'printable ASCII characters',
} as const;

/** A map of names and values, which is a list in AWS. */
const dimensions: Field = {
  toAws: (value) => Object.entries(value as Record<string, string>).map(([Name, Value]) => ({ Name, Value })),
  fromAws: (value) => Object.fromEntries((value as Dimension[]).map(({ Name, Value }) => [Name ?? '', Value ?? ''])),
};

const actions = (aws: string): Property => updates({ aws, same: 'set' });

const alarmProperties = {
  actionsEnabled: updates({ default: true }),
  alarmActions: actions('AlarmActions'),
  alarmDescription: updates(),
  insufficientDataActions: actions('InsufficientDataActions'),
  okActions: actions('OKActions'),
  name: replaces({ aws: 'AlarmName' }),
  comparisonOperator: updates(),
  datapointsToAlarm: updates(),
  dimensions: updates(dimensions),
  evaluateLowSampleCountPercentiles: updates({ aws: 'EvaluateLowSampleCountPercentile' }),
  evaluationPeriods: updates(),
  extendedStatistic: updates(),
  metricName: updates(),
  metricQueries: updates({
    aws: 'Metrics',
    // Queries are identified by their ids.
    same: 'set',
    fields: {
      id: plain,
      expression: plain,
      label: { default: '' },
      period: plain,
      returnData: { default: false },
      accountId: plain,
      metric: {
        aws: 'MetricStat',
        toAws: (value) => metricStatToAws(value as Bag),
        fromAws: (value) => metricStatFromAws(value as { Metric?: object }),
        fields: { metricName: plain, namespace: plain, period: plain, stat: plain, unit: plain, dimensions: plain },
      },
    },
  }),
  namespace: updates(),
  period: updates(),
  statistic: updates(),
  threshold: updates(),
  thresholdMetricId: updates(),
  treatMissingData: updates({ default: 'missing' }),
  unit: updates(),
} as const;

const metricFields = { metricName: plain, namespace: plain, dimensions } as const;
const statFields = { period: plain, stat: plain, unit: plain } as const;

/** Pulumi's `metric` is flat; AWS has the metric inside the statistic. */
function metricStatToAws(value: Bag): Bag {
  return { Metric: toAws(metricFields, value), ...toAws(statFields, value) };
}

function metricStatFromAws(value: { Metric?: object }): Bag {
  return { ...fromAws(metricFields, value.Metric), ...fromAws(statFields, value) };
}

/** The alarm's properties; undefined when it does not exist. */
async function readAlarm(name: string) {
  const { MetricAlarms: [alarm] = [] } = await cloudwatch().send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  if (!alarm) return undefined;
  const { Tags } = await cloudwatch().send(new ListTagsForResourceCommand({ ResourceARN: alarm.AlarmArn }));
  return { ...fromAws(alarmProperties, alarm), tags: tagMap(Tags), arn: alarm.AlarmArn };
}

/** PutMetricAlarm does not change the tags of an existing alarm. */
async function updateTags(olds: object, news: object): Promise<void> {
  const ResourceARN = (olds as { arn?: string }).arn;
  await changeTags((olds as AlarmTags).tags, (news as AlarmTags).tags, {
    remove: (TagKeys) => cloudwatch().send(new UntagResourceCommand({ ResourceARN, TagKeys })),
    set: (tagged) => cloudwatch().send(new TagResourceCommand({ ResourceARN, Tags: tagList(tagged) })),
  });
}

function metricAlarmRequest(inputs: Bag): PutMetricAlarmInput {
  const request = toAws(alarmProperties, inputs) as unknown as PutMetricAlarmInput;
  // The default is true in AWS, and false in Pulumi.
  const Metrics = request.Metrics?.map((query) => ({ ReturnData: false, ...query }));
  return Metrics ? { ...request, Metrics } : request;
}

const metricAlarm = resourceType<MetricAlarmArgs>({
  token: 'aws:cloudwatch/metricAlarm:MetricAlarm',
  properties: { ...alarmProperties, tags },
  required: ['comparisonOperator', 'evaluationPeriods'],
  autoName: { property: 'name', ...alarmNames },
  missing: ['ResourceNotFound', 'ResourceNotFoundException'],
  create: async (inputs) => {
    const request = metricAlarmRequest(inputs);
    await cloudwatch().send(new PutMetricAlarmCommand({ ...request, Tags: tagList(inputs.tags) }));
    return inputs.name ?? '';
  },
  read: readAlarm,
  update: async (_name, news, olds) => {
    await cloudwatch().send(new PutMetricAlarmCommand(metricAlarmRequest(news)));
    await updateTags(olds, news);
  },
  delete: (name) => cloudwatch().send(new DeleteAlarmsCommand({ AlarmNames: [name] })),
});

async function putDashboard(DashboardName: string, DashboardBody: string): Promise<void> {
  const { DashboardValidationMessages } = await cloudwatch().send(
    new PutDashboardCommand({ DashboardName, DashboardBody }),
  );
  const [first] = DashboardValidationMessages ?? [];
  if (first) throw new Error(`invalid dashboardBody: ${first.DataPath ?? ''} ${first.Message ?? ''}`);
}

const dashboard = resourceType<DashboardArgs>({
  token: 'aws:cloudwatch/dashboard:Dashboard',
  properties: { dashboardName: replaces(), dashboardBody: updates({ same: 'json' }) },
  required: ['dashboardName', 'dashboardBody'],
  identity: ['dashboardName'],
  missing: ['ResourceNotFound', 'DashboardNotFoundError', 'ResourceNotFoundException'],
  create: async (inputs) => {
    await putDashboard(inputs.dashboardName, inputs.dashboardBody);
    return inputs.dashboardName;
  },
  read: async (dashboardName) => {
    const dashboard = await cloudwatch().send(new GetDashboardCommand({ DashboardName: dashboardName }));
    return {
      dashboardName,
      dashboardBody: dashboard.DashboardBody,
      dashboardArn: dashboard.DashboardArn,
      region: region(),
    };
  },
  update: (name, news) => putDashboard(name, news.dashboardBody),
  delete: (name) => cloudwatch().send(new DeleteDashboardsCommand({ DashboardNames: [name] })),
});

export const rows = [metricAlarm, dashboard];
