import {
  AddTagsCommand,
  CloudTrailClient,
  CreateTrailCommand,
  type CreateTrailRequest,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  PutEventSelectorsCommand,
  type PutEventSelectorsRequest,
  RemoveTagsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import type { TrailArgs } from '@pulumi/aws/cloudtrail';
import { clientConfig, lazily } from '../table/clients';
import { type Fields, fromAws, plain, sameValue, toAws } from '../table/fields';
import { type Plain, replaces, resourceType, updates } from '../table/resourceType';
import type { Bag } from '../table/wire';
import { changeTags, tagList, tagMap, tags } from './tagList';

const cloudtrail = lazily(() => new CloudTrailClient(clientConfig()));

/** Parameters of CreateTrail and UpdateTrail. */
const trailProperties = {
  cloudWatchLogsGroupArn: updates({ aws: 'CloudWatchLogsLogGroupArn' }),
  cloudWatchLogsRoleArn: updates(),
  enableLogFileValidation: updates({ default: false }),
  includeGlobalServiceEvents: updates({ default: true }),
  isMultiRegionTrail: updates({ default: false }),
  isOrganizationTrail: updates({ default: false }),
  kmsKeyId: updates(),
  s3BucketName: updates(),
  s3KeyPrefix: updates(),
  snsTopicName: updates(),
} as const;

/** DescribeTrails has another name for this property. */
const describedProperties = {
  ...trailProperties,
  enableLogFileValidation: { ...trailProperties.enableLogFileValidation, aws: 'LogFileValidationEnabled' },
} as const;

/** Pulumi's plurals of AWS's names. */
const matchers = {
  equals: { same: 'set' },
  endsWiths: { aws: 'EndsWith', same: 'set' },
  startsWiths: { aws: 'StartsWith', same: 'set' },
  notEndsWiths: { aws: 'NotEndsWith', same: 'set' },
  notEquals: { same: 'set' },
  notStartsWiths: { aws: 'NotStartsWith', same: 'set' },
} as const satisfies Fields;

const selectors = {
  eventSelectors: updates({
    fields: {
      dataResources: { fields: { type: plain, values: { same: 'set' } } },
      excludeManagementEventSources: { same: 'set' },
      includeManagementEvents: { default: true },
      readWriteType: { default: 'All' },
    },
  }),
  advancedEventSelectors: updates({
    fields: {
      name: { default: '' },
      fieldSelectors: {
        same: 'set',
        fields: { field: plain, ...matchers },
      },
    },
  }),
} as const;

type TrailInputs = Plain<TrailArgs>;

/** Selectors of a trail without any. */
const managementEvents = {
  EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
};

async function setSelectors(TrailName: string, inputs: TrailInputs): Promise<void> {
  const chosen = toAws(selectors, inputs);
  const body = Object.keys(chosen).length > 0 ? chosen : managementEvents;
  await cloudtrail().send(new PutEventSelectorsCommand({ TrailName, ...body } as PutEventSelectorsRequest));
}

async function setLogging(Name: string, on: boolean): Promise<void> {
  if (on) await cloudtrail().send(new StartLoggingCommand({ Name }));
  else await cloudtrail().send(new StopLoggingCommand({ Name }));
}

/** The selectors in Pulumi's names; none for the default ones. */
async function readSelectors(TrailName: string): Promise<Bag> {
  const actual = fromAws(selectors, await cloudtrail().send(new GetEventSelectorsCommand({ TrailName })));
  const defaults = fromAws(selectors, managementEvents);
  const chosen = Object.entries(actual).filter(
    ([name, value]) => !sameValue(selectors[name as keyof typeof selectors], value, defaults[name]),
  );
  return Object.fromEntries(chosen);
}

async function updateTrail(arn: string, news: TrailInputs, olds: TrailInputs): Promise<void> {
  await cloudtrail().send(new UpdateTrailCommand({ ...toAws(trailProperties, news), Name: arn }));
  const chosen = (inputs: TrailInputs) => JSON.stringify(toAws(selectors, inputs));
  if (chosen(news) !== chosen(olds)) await setSelectors(arn, news);
  if ((news.enableLogging ?? true) !== (olds.enableLogging ?? true)) {
    await setLogging(arn, news.enableLogging ?? true);
  }
  await changeTags(olds.tags, news.tags, {
    remove: (keys) =>
      cloudtrail().send(new RemoveTagsCommand({ ResourceId: arn, TagsList: keys.map((Key) => ({ Key })) })),
    set: (tagged) => cloudtrail().send(new AddTagsCommand({ ResourceId: arn, TagsList: tagList(tagged) })),
  });
}

const trail = resourceType<TrailArgs>({
  token: 'aws:cloudtrail/trail:Trail',
  properties: { ...trailProperties, ...selectors, name: replaces(), enableLogging: updates({ default: true }), tags },
  required: ['s3BucketName'],
  autoName: {
    property: 'name',
    maxLength: 128,
    pattern: /^(?=.{3})[a-zA-Z0-9](?:[._-]?[a-zA-Z0-9])*$/,
    allowed: 'at least three letters and digits, with single dots, underscores or dashes between them',
  },
  missing: ['TrailNotFoundException'],
  create: async (inputs) => {
    const { TrailARN = '' } = await cloudtrail().send(
      new CreateTrailCommand({
        ...toAws(trailProperties, inputs),
        Name: inputs.name,
        TagsList: tagList(inputs.tags),
      } as CreateTrailRequest),
    );
    if (inputs.eventSelectors || inputs.advancedEventSelectors) await setSelectors(TrailARN, inputs);
    if (inputs.enableLogging !== false) await setLogging(TrailARN, true);
    return TrailARN;
  },
  read: async (arn) => {
    const { trailList } = await cloudtrail().send(new DescribeTrailsCommand({ trailNameList: [arn] }));
    const described = trailList?.[0];
    if (!described) return undefined;
    const [status, chosen, tagging] = await Promise.all([
      cloudtrail().send(new GetTrailStatusCommand({ Name: arn })),
      readSelectors(arn),
      cloudtrail().send(new ListTagsCommand({ ResourceIdList: [arn] })),
    ]);
    return {
      ...fromAws(describedProperties, described),
      ...chosen,
      name: described.Name,
      enableLogging: status.IsLogging ?? false,
      tags: tagMap(tagging.ResourceTagList?.[0]?.TagsList),
      arn,
      homeRegion: described.HomeRegion,
      region: described.HomeRegion,
    };
  },
  update: updateTrail,
  delete: (Name) => cloudtrail().send(new DeleteTrailCommand({ Name })),
});

export const rows = [trail];
