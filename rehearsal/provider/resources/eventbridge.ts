import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  type PutRuleRequest,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  type Target,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import type { EventRuleArgs, EventTargetArgs } from '@pulumi/aws/cloudwatch';
import { clientConfig, lazilyByRegion, region } from '../table/clients';
import { fromAws, plain, toAws } from '../table/fields';
import { computed, document, local, type Plain, replaces, resourceType, updates } from '../table/resourceType';
import type { Bag } from '../table/wire';
import { changeTags, tagList, tagMap, tags } from './tagList';

const events = lazilyByRegion((regionName) => new EventBridgeClient(clientConfig(regionName)));
const defaultBus = 'default';
const missing = ['ResourceNotFoundException'];
/** A resource may be in another region than that of the environment. */
const inRegion = { ...computed(), change: 'replace' } as const;

/** Id of a rule: its name, after the name of any bus but the default one. */
function makeRuleId(bus: string | undefined, name: string): string {
  return bus === undefined || bus === defaultBus ? name : `${bus}/${name}`;
}

/** Bus and name of a rule's id. */
function parseRuleId(id: string): { EventBusName: string; Name: string } {
  const slash = id.lastIndexOf('/');
  return slash < 0
    ? { EventBusName: defaultBus, Name: id }
    : { EventBusName: id.slice(0, slash), Name: id.slice(slash + 1) };
}

const ruleProperties = {
  name: replaces(),
  description: updates({ default: '' }),
  eventBusName: replaces({ default: defaultBus }),
  eventPattern: document(),
  roleArn: updates(),
  scheduleExpression: updates({ default: '' }),
  state: updates({ default: 'ENABLED' }),
} as const;

function ruleRequest(inputs: Bag): PutRuleRequest {
  return toAws(ruleProperties, inputs) as unknown as PutRuleRequest;
}

const rule = resourceType<EventRuleArgs>({
  token: 'aws:cloudwatch/eventRule:EventRule',
  properties: { ...ruleProperties, forceDestroy: local(false), region: inRegion, tags },
  autoName: { property: 'name', maxLength: 64, pattern: /^[\w.-]+$/, allowed: 'letters, digits and any of . - _' },
  identity: ['name', 'eventBusName'],
  missing,
  create: async (inputs) => {
    await events(inputs.region).send(new PutRuleCommand({ ...ruleRequest(inputs), Tags: tagList(inputs.tags) }));
    return makeRuleId(inputs.eventBusName, inputs.name ?? '');
  },
  read: async (id, known) => {
    const client = events(known.region);
    const described = await client.send(new DescribeRuleCommand(parseRuleId(id)));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: described.Arn }));
    const { Arn: arn = '' } = described;
    return { ...fromAws(ruleProperties, described), tags: tagMap(Tags), arn, region: arn.split(':')[3] };
  },
  update: async (_id, news, olds) => {
    const client = events(news.region);
    await client.send(new PutRuleCommand(ruleRequest(news)));
    const ResourceARN = (olds as { arn?: string }).arn;
    await changeTags(olds.tags, news.tags, {
      remove: (TagKeys) => client.send(new UntagResourceCommand({ ResourceARN, TagKeys })),
      set: (tagged) => client.send(new TagResourceCommand({ ResourceARN, Tags: tagList(tagged) })),
    });
  },
  delete: async (id, state) => {
    const { EventBusName, Name } = parseRuleId(id);
    const client = events(state.region);
    if (state.forceDestroy) {
      const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName }));
      const Ids = (Targets ?? []).flatMap((target) => target.Id ?? []);
      if (Ids.length > 0) await client.send(new RemoveTargetsCommand({ Rule: Name, EventBusName, Ids }));
    }
    await client.send(new DeleteRuleCommand({ EventBusName, Name }));
  },
});

/** Properties of the target without those of its rule. */
const targetProperties = {
  targetId: replaces({ aws: 'Id' }),
  arn: updates(),
  deadLetterConfig: updates({ fields: { arn: plain } }),
  input: updates({ same: 'json' }),
  inputPath: updates(),
  inputTransformer: updates({ fields: { inputPaths: { aws: 'InputPathsMap' }, inputTemplate: plain } }),
  retryPolicy: updates({
    fields: {
      maximumEventAgeInSeconds: plain,
      maximumRetryAttempts: plain,
    },
  }),
  httpTarget: updates({
    aws: 'HttpParameters',
    fields: {
      headerParameters: plain,
      pathParameterValues: plain,
      queryStringParameters: plain,
    },
  }),
  roleArn: updates(),
  sqsTarget: updates({ aws: 'SqsParameters', fields: { messageGroupId: plain } }),
} as const;

type TargetInputs = Plain<EventTargetArgs>;

async function putTarget(inputs: TargetInputs): Promise<void> {
  const { FailedEntries } = await events(inputs.region).send(
    new PutTargetsCommand({
      Rule: inputs.rule,
      EventBusName: inputs.eventBusName ?? defaultBus,
      Targets: [toAws(targetProperties, inputs) as unknown as Target],
    }),
  );
  const [failed] = FailedEntries ?? [];
  if (failed) throw new Error(failed.ErrorMessage ?? failed.ErrorCode ?? 'EventBridge refused the target');
}

const target = resourceType<EventTargetArgs>({
  token: 'aws:cloudwatch/eventTarget:EventTarget',
  properties: {
    ...targetProperties,
    rule: replaces(),
    eventBusName: replaces({ default: defaultBus }),
    forceDestroy: local(false),
    region: inRegion,
  },
  required: ['rule', 'arn'],
  autoName: { property: 'targetId', maxLength: 64, pattern: /^[\w.-]+$/, allowed: 'letters, digits and any of . - _' },
  identity: ['rule', 'targetId', 'eventBusName'],
  missing,
  create: async (inputs) => {
    await putTarget(inputs);
    const bus = inputs.eventBusName ?? defaultBus;
    const name = `${inputs.rule}-${inputs.targetId ?? ''}`;
    return bus === defaultBus ? name : `${bus}-${name}`;
  },
  read: async (_id, known) => {
    const { rule: Rule, eventBusName = defaultBus, targetId, region: regionName = region() } = known;
    const list = new ListTargetsByRuleCommand({ Rule, EventBusName: eventBusName });
    const { Targets } = await events(regionName).send(list);
    const existing = Targets?.find(({ Id }) => Id === targetId);
    return existing && { ...fromAws(targetProperties, existing), rule: Rule, eventBusName, region: regionName };
  },
  update: (_id, news) => putTarget(news),
  delete: (_id, state) =>
    events(state.region).send(
      new RemoveTargetsCommand({
        Rule: state.rule,
        EventBusName: state.eventBusName ?? defaultBus,
        Ids: [state.targetId ?? ''],
      }),
    ),
});

export const rows = [rule, target];
