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
import { clientConfig, lazily, region } from '../table/clients';
import { fromAws, plain, toAws } from '../table/fields';
import { document, local, type Plain, replaces, resourceType, updates } from '../table/resourceType';
import type { Bag } from '../table/wire';
import { changeTags, tagList, tagMap, tags } from './tagList';

const events = lazily(() => new EventBridgeClient(clientConfig()));
const defaultBus = 'default';
const missing = ['ResourceNotFoundException'];

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
  properties: { ...ruleProperties, forceDestroy: local(false), tags },
  autoName: { property: 'name', maxLength: 64, pattern: /^[\w.-]+$/, allowed: 'letters, digits and any of . - _' },
  identity: ['name', 'eventBusName'],
  missing,
  create: async (inputs) => {
    await events().send(new PutRuleCommand({ ...ruleRequest(inputs), Tags: tagList(inputs.tags) }));
    return makeRuleId(inputs.eventBusName, inputs.name ?? '');
  },
  read: async (id) => {
    const described = await events().send(new DescribeRuleCommand(parseRuleId(id)));
    const { Tags } = await events().send(new ListTagsForResourceCommand({ ResourceARN: described.Arn }));
    return { ...fromAws(ruleProperties, described), tags: tagMap(Tags), arn: described.Arn, region: region() };
  },
  update: async (_id, news, olds) => {
    await events().send(new PutRuleCommand(ruleRequest(news)));
    const ResourceARN = (olds as { arn?: string }).arn;
    await changeTags(olds.tags, news.tags, {
      remove: (TagKeys) => events().send(new UntagResourceCommand({ ResourceARN, TagKeys })),
      set: (tagged) => events().send(new TagResourceCommand({ ResourceARN, Tags: tagList(tagged) })),
    });
  },
  delete: async (id, state) => {
    const { EventBusName, Name } = parseRuleId(id);
    if (state.forceDestroy) {
      const { Targets } = await events().send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName }));
      const Ids = (Targets ?? []).flatMap((target) => target.Id ?? []);
      if (Ids.length > 0) await events().send(new RemoveTargetsCommand({ Rule: Name, EventBusName, Ids }));
    }
    await events().send(new DeleteRuleCommand({ EventBusName, Name }));
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
  const { FailedEntries } = await events().send(
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
    const { rule: Rule, eventBusName = defaultBus, targetId } = known;
    const { Targets } = await events().send(new ListTargetsByRuleCommand({ Rule, EventBusName: eventBusName }));
    const existing = Targets?.find(({ Id }) => Id === targetId);
    return existing && { ...fromAws(targetProperties, existing), rule: Rule, eventBusName, region: region() };
  },
  update: (_id, news) => putTarget(news),
  delete: (_id, state) =>
    events().send(
      new RemoveTargetsCommand({
        Rule: state.rule,
        EventBusName: state.eventBusName ?? defaultBus,
        Ids: [state.targetId ?? ''],
      }),
    ),
});

export const rows = [rule, target];
