import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import type { TopicArgs, TopicPolicyArgs, TopicSubscriptionArgs } from '@pulumi/aws/sns';
import { dashedNames } from '../table/autoName';
import { clientConfig, lazily, region } from '../table/clients';
import { computed, document, local, replaces, resourceType, updates } from '../table/resourceType';
import { attributeChanges, booleanText, fromAttributes, numberText, toAttributes } from './attributes';
import { changeTags, tagList, tagMap, tags } from './tagList';

const sns = lazily(() => new SNSClient(clientConfig()));
const missing = ['NotFound', 'NotFoundException'];

async function setTopic(TopicArn: string, attributes: Record<string, string>): Promise<void> {
  for (const [AttributeName, AttributeValue] of Object.entries(attributes)) {
    await sns().send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
  }
}

const topicAttributes = {
  deliveryPolicy: document(),
  displayName: updates({ default: '' }),
  kmsMasterKeyId: updates(),
  policy: computed({ same: 'json' }),
  signatureVersion: computed(numberText),
  tracingConfig: computed(),
} as const;

const topic = resourceType<TopicArgs>({
  token: 'aws:sns/topic:Topic',
  properties: { ...topicAttributes, name: replaces(), tags },
  autoName: { property: 'name', maxLength: 256, ...dashedNames },
  missing,
  create: async (inputs) => {
    const { TopicArn } = await sns().send(
      new CreateTopicCommand({
        Name: inputs.name,
        Attributes: toAttributes(topicAttributes, inputs),
        Tags: tagList(inputs.tags),
      }),
    );
    return TopicArn ?? '';
  },
  read: async (arn) => {
    const { Attributes } = await sns().send(new GetTopicAttributesCommand({ TopicArn: arn }));
    const { Tags } = await sns().send(new ListTagsForResourceCommand({ ResourceArn: arn }));
    return {
      ...fromAttributes(topicAttributes, Attributes),
      name: arn.split(':').pop(),
      tags: tagMap(Tags),
      arn,
      owner: Attributes?.['Owner'],
      region: region(),
    };
  },
  update: async (arn, news, olds) => {
    await setTopic(arn, attributeChanges(topicAttributes, olds, news));
    await changeTags(olds.tags, news.tags, {
      remove: (TagKeys) => sns().send(new UntagResourceCommand({ ResourceArn: arn, TagKeys })),
      set: (tagged) => sns().send(new TagResourceCommand({ ResourceArn: arn, Tags: tagList(tagged) })),
    });
  },
  delete: (TopicArn) => sns().send(new DeleteTopicCommand({ TopicArn })),
});

/** AWS's policy of a new topic: its owner may do anything. */
function defaultPolicy(arn: string): string {
  const owner = arn.split(':')[4] ?? '';
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['AddPermission', 'DeleteTopic', 'GetTopicAttributes', 'ListSubscriptionsByTopic', 'Publish']
          .concat(['RemovePermission', 'SetTopicAttributes', 'Subscribe'])
          .map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': owner } },
      },
    ],
  });
}

const topicPolicy = resourceType<TopicPolicyArgs>({
  token: 'aws:sns/topicPolicy:TopicPolicy',
  properties: { arn: replaces(), policy: document() },
  required: ['arn', 'policy'],
  missing,
  create: async (inputs) => {
    await setTopic(inputs.arn, { Policy: inputs.policy as string });
    return inputs.arn;
  },
  read: async (arn) => {
    const { Attributes } = await sns().send(new GetTopicAttributesCommand({ TopicArn: arn }));
    return { arn, policy: Attributes?.['Policy'], owner: Attributes?.['Owner'], region: region() };
  },
  update: (arn, news) => setTopic(arn, { Policy: news.policy as string }),
  delete: (arn) => setTopic(arn, { Policy: defaultPolicy(arn) }),
});

const subscriptionAttributes = {
  deliveryPolicy: document(),
  filterPolicy: document(),
  filterPolicyScope: computed(),
  rawMessageDelivery: updates({ default: false, ...booleanText }),
  redrivePolicy: document(),
} as const;

const topicSubscription = resourceType<TopicSubscriptionArgs>({
  token: 'aws:sns/topicSubscription:TopicSubscription',
  properties: {
    ...subscriptionAttributes,
    topic: replaces(),
    protocol: replaces(),
    endpoint: replaces(),
    confirmationTimeoutInMinutes: local(1),
    endpointAutoConfirms: local(false),
  },
  required: ['topic', 'protocol', 'endpoint'],
  identity: ['topic', 'protocol', 'endpoint'],
  missing,
  create: async (inputs) => {
    const { SubscriptionArn } = await sns().send(
      new SubscribeCommand({
        TopicArn: inputs.topic as unknown as string,
        Protocol: inputs.protocol,
        Endpoint: inputs.endpoint,
        Attributes: toAttributes(subscriptionAttributes, inputs),
        // Recipients of e-mail confirm later; the program needs the ARN now.
        ReturnSubscriptionArn: true,
      }),
    );
    return SubscriptionArn ?? '';
  },
  read: async (arn) => {
    const { Attributes } = await sns().send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
    return {
      ...fromAttributes(subscriptionAttributes, Attributes),
      topic: Attributes?.['TopicArn'],
      protocol: Attributes?.['Protocol'],
      endpoint: Attributes?.['Endpoint'],
      arn,
      confirmationWasAuthenticated: Attributes?.['ConfirmationWasAuthenticated'] === 'true',
      ownerId: Attributes?.['Owner'],
      pendingConfirmation: Attributes?.['PendingConfirmation'] === 'true',
      region: region(),
    };
  },
  update: async (SubscriptionArn, news, olds) => {
    const changes = attributeChanges(subscriptionAttributes, olds, news);
    for (const [AttributeName, AttributeValue] of Object.entries(changes)) {
      await sns().send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
    }
  },
  delete: (SubscriptionArn) => sns().send(new UnsubscribeCommand({ SubscriptionArn })),
});

export const rows = [topic, topicPolicy, topicSubscription];
