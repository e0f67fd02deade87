import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  type CreateScheduleInput,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListTagsForResourceCommand,
  SchedulerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateScheduleCommand,
  type UpdateScheduleInput,
} from '@aws-sdk/client-scheduler';
import type { ScheduleArgs, ScheduleGroupArgs } from '@pulumi/aws/scheduler';
import { clientConfig, lazily, region } from '../table/clients';
import { fromAws, plain, toAws } from '../table/fields';
import { replaces, resourceType, updates } from '../table/resourceType';
import { changeTags, tagList, tagMap, tags } from './tagList';

const scheduler = lazily(() => new SchedulerClient(clientConfig()));
const missing = ['ResourceNotFoundException'];
const names = { maxLength: 64, pattern: /^[\w.-]+$/, allowed: 'letters, digits and any of . - _' };

const scheduleGroup = resourceType<ScheduleGroupArgs>({
  token: 'aws:scheduler/scheduleGroup:ScheduleGroup',
  properties: { name: replaces(), tags },
  autoName: { property: 'name', ...names },
  missing,
  create: async ({ name = '', tags: tagged }) => {
    await scheduler().send(new CreateScheduleGroupCommand({ Name: name, Tags: tagList(tagged) }));
    return name;
  },
  read: async (name) => {
    const group = await scheduler().send(new GetScheduleGroupCommand({ Name: name }));
    const { Tags } = await scheduler().send(new ListTagsForResourceCommand({ ResourceArn: group.Arn }));
    return {
      name,
      tags: tagMap(Tags),
      arn: group.Arn,
      creationDate: group.CreationDate?.toISOString(),
      lastModificationDate: group.LastModificationDate?.toISOString(),
      state: group.State,
      region: region(),
    };
  },
  update: async (_name, news, olds) => {
    const ResourceArn = (olds as { arn?: string }).arn;
    await changeTags(olds.tags, news.tags, {
      remove: (TagKeys) => scheduler().send(new UntagResourceCommand({ ResourceArn, TagKeys })),
      set: (tagged) => scheduler().send(new TagResourceCommand({ ResourceArn, Tags: tagList(tagged) })),
    });
  },
  delete: (name) => scheduler().send(new DeleteScheduleGroupCommand({ Name: name })),
});

const scheduleProperties = {
  name: replaces(),
  groupName: replaces({ default: 'default' }),
  description: updates({ default: '' }),
  flexibleTimeWindow: updates({ fields: { maximumWindowInMinutes: plain, mode: plain } }),
  scheduleExpression: updates(),
  scheduleExpressionTimezone: updates({ default: 'UTC' }),
  state: updates({ default: 'ENABLED' }),
  target: updates({
    fields: {
      arn: plain,
      deadLetterConfig: { fields: { arn: plain } },
      input: { same: 'json' },
      retryPolicy: {
        fields: {
          maximumEventAgeInSeconds: { default: 86_400 },
          maximumRetryAttempts: { default: 185 },
        },
      },
      roleArn: plain,
    },
  }),
} as const;

/** Group and name of a schedule's id. */
function parseId(id: string): { GroupName: string; Name: string } {
  const slash = id.indexOf('/');
  return { GroupName: id.slice(0, slash), Name: id.slice(slash + 1) };
}

const schedule = resourceType<ScheduleArgs>({
  token: 'aws:scheduler/schedule:Schedule',
  properties: scheduleProperties,
  required: ['scheduleExpression', 'flexibleTimeWindow', 'target'],
  autoName: { property: 'name', ...names },
  identity: ['name', 'groupName'],
  missing,
  create: async (inputs) => {
    const request = toAws(scheduleProperties, inputs) as unknown as CreateScheduleInput;
    await scheduler().send(new CreateScheduleCommand(request));
    return `${inputs.groupName ?? 'default'}/${inputs.name}`;
  },
  read: async (id) => {
    const described = await scheduler().send(new GetScheduleCommand(parseId(id)));
    return { ...fromAws(scheduleProperties, described), arn: described.Arn, region: region() };
  },
  update: (_id, news) =>
    scheduler().send(new UpdateScheduleCommand(toAws(scheduleProperties, news) as unknown as UpdateScheduleInput)),
  delete: (id) => scheduler().send(new DeleteScheduleCommand(parseId(id))),
});

export const rows = [scheduleGroup, schedule];
