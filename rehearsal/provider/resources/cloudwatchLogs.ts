import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteMetricFilterCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
  type LogGroup,
  PutMetricFilterCommand,
  type PutMetricFilterRequest,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroupArgs, LogMetricFilterArgs } from '@pulumi/aws/cloudwatch';
import { clientConfig, lazily, region } from '../table/clients';
import { fromAws, toAws } from '../table/fields';
import { local, type Plain, replaces, resourceType, updates } from '../table/resourceType';
import { changeTags, tags } from './tagList';

const logs = lazily(() => new CloudWatchLogsClient(clientConfig()));

async function findGroup(name: string): Promise<LogGroup | undefined> {
  const { logGroups } = await logs().send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  return logGroups?.find((group) => group.logGroupName === name);
}

/** The ARN without `:*`, which AWS adds in lists. */
function arnOf(group: LogGroup): string {
  return (group.arn ?? '').replace(/:\*$/, '');
}

async function setRetention(logGroupName: string, retentionInDays: number): Promise<void> {
  if (retentionInDays > 0) await logs().send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
  else await logs().send(new DeleteRetentionPolicyCommand({ logGroupName }));
}

const logGroup = resourceType<LogGroupArgs>({
  token: 'aws:cloudwatch/logGroup:LogGroup',
  properties: {
    name: replaces(),
    kmsKeyId: updates(),
    retentionInDays: updates({ default: 0 }),
    skipDestroy: local(false),
    tags,
  },
  autoName: {
    property: 'name',
    maxLength: 512,
    pattern: /^[\w./#-]+$/,
    allowed: 'letters, digits and any of _ - / . #',
  },
  missing: ['ResourceNotFoundException'],
  create: async (inputs) => {
    const logGroupName = inputs.name ?? '';
    await logs().send(
      new CreateLogGroupCommand({
        logGroupName,
        kmsKeyId: inputs.kmsKeyId,
        // AWS refuses an empty map.
        tags: Object.keys(inputs.tags ?? {}).length > 0 ? inputs.tags : undefined,
      }),
    );
    if (inputs.retentionInDays) await setRetention(logGroupName, inputs.retentionInDays);
    return logGroupName;
  },
  read: async (name) => {
    const group = await findGroup(name);
    if (!group) return undefined;
    const arn = arnOf(group);
    const tagging = await logs().send(new ListTagsForResourceCommand({ resourceArn: arn }));
    return {
      name,
      kmsKeyId: group.kmsKeyId,
      retentionInDays: group.retentionInDays ?? 0,
      tags: tagging.tags,
      arn,
      region: region(),
    };
  },
  update: async (logGroupName, news, olds) => {
    await setRetention(logGroupName, news.retentionInDays ?? 0);
    if (news.kmsKeyId !== olds.kmsKeyId) {
      const { kmsKeyId } = news;
      if (kmsKeyId) await logs().send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
      else await logs().send(new DisassociateKmsKeyCommand({ logGroupName }));
    }
    const resourceArn = (olds as { arn?: string }).arn;
    await changeTags(olds.tags, news.tags, {
      remove: (tagKeys) => logs().send(new UntagResourceCommand({ resourceArn, tagKeys })),
      set: (tagged) => logs().send(new TagResourceCommand({ resourceArn, tags: tagged })),
    });
  },
  delete: async (logGroupName, state) => {
    if (!state.skipDestroy) await logs().send(new DeleteLogGroupCommand({ logGroupName }));
  },
});

type FilterInputs = Plain<LogMetricFilterArgs>;

const filterProperties = {
  name: replaces({ aws: 'filterName' }),
  logGroupName: replaces({ aws: 'logGroupName' }),
  pattern: updates({ aws: 'filterPattern' }),
  metricTransformation: updates({
    aws: 'metricTransformations',
    fields: {
      name: { aws: 'metricName' },
      namespace: { aws: 'metricNamespace' },
      value: { aws: 'metricValue' },
      unit: { aws: 'unit' },
    },
  }),
  applyOnTransformedLogs: updates({ aws: 'applyOnTransformedLogs', default: false }),
} as const;

async function putFilter(inputs: FilterInputs): Promise<void> {
  const { metricTransformations, ...request } = toAws(filterProperties, inputs);
  const transformations = [metricTransformations].flat();
  await logs().send(
    new PutMetricFilterCommand({ ...request, metricTransformations: transformations } as PutMetricFilterRequest),
  );
}

const metricFilter = resourceType<LogMetricFilterArgs>({
  token: 'aws:cloudwatch/logMetricFilter:LogMetricFilter',
  properties: filterProperties,
  required: ['logGroupName', 'pattern', 'metricTransformation'],
  autoName: { property: 'name', maxLength: 512, pattern: /^[^:*]+$/, allowed: 'characters other than : and *' },
  identity: ['logGroupName', 'name'],
  missing: ['ResourceNotFoundException'],
  create: async (inputs) => {
    await putFilter(inputs);
    return inputs.name ?? '';
  },
  read: async (name, { logGroupName }) => {
    const { metricFilters } = await logs().send(
      new DescribeMetricFiltersCommand({ logGroupName, filterNamePrefix: name }),
    );
    const filter = metricFilters?.find(({ filterName }) => filterName === name);
    if (!filter) return undefined;
    const [transformation] = filter.metricTransformations ?? [];
    const read = fromAws(filterProperties, { ...filter, metricTransformations: transformation });
    return { ...read, logGroupName, region: region() };
  },
  update: (_name, news) => putFilter(news),
  delete: (filterName, { logGroupName }) => logs().send(new DeleteMetricFilterCommand({ logGroupName, filterName })),
});

export const rows = [logGroup, metricFilter];
