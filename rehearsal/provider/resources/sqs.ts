import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import type { QueueArgs, QueuePolicyArgs } from '@pulumi/aws/sqs';
import { dashedNames } from '../table/autoName';
import { clientConfig, lazily, region } from '../table/clients';
import { computed, document, replaces, resourceType, updates } from '../table/resourceType';
import { attributeChanges, booleanText, fromAttributes, numberText, toAttributes } from './attributes';
import { changeTags, tags } from './tagList';

const sqs = lazily(() => new SQSClient(clientConfig()));
const missing = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

const queueAttributes = {
  delaySeconds: updates({ default: 0, ...numberText }),
  kmsDataKeyReusePeriodSeconds: computed(numberText),
  kmsMasterKeyId: updates(),
  maxMessageSize: computed({ aws: 'MaximumMessageSize', ...numberText }),
  messageRetentionSeconds: updates({ default: 345_600, aws: 'MessageRetentionPeriod', ...numberText }),
  policy: computed({ same: 'json' }),
  receiveWaitTimeSeconds: updates({ default: 0, aws: 'ReceiveMessageWaitTimeSeconds', ...numberText }),
  redriveAllowPolicy: document(),
  redrivePolicy: document(),
  sqsManagedSseEnabled: computed(booleanText),
  visibilityTimeoutSeconds: updates({ default: 30, aws: 'VisibilityTimeout', ...numberText }),
} as const;

async function readAttributes(QueueUrl: string): Promise<Record<string, string>> {
  const { Attributes } = await sqs().send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return Attributes ?? {};
}

async function setAttributes(QueueUrl: string, Attributes: Record<string, string>): Promise<void> {
  if (Object.keys(Attributes).length > 0) await sqs().send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
}

const queue = resourceType<QueueArgs>({
  token: 'aws:sqs/queue:Queue',
  properties: { ...queueAttributes, name: replaces(), tags },
  autoName: { property: 'name', maxLength: 80, ...dashedNames },
  missing,
  create: async (inputs) => {
    const { QueueUrl } = await sqs().send(
      new CreateQueueCommand({
        QueueName: inputs.name,
        Attributes: toAttributes(queueAttributes, inputs),
        tags: inputs.tags,
      }),
    );
    return QueueUrl ?? '';
  },
  read: async (url) => {
    const attributes = await readAttributes(url);
    const tagging = await sqs().send(new ListQueueTagsCommand({ QueueUrl: url }));
    return {
      ...fromAttributes(queueAttributes, attributes),
      name: url.split('/').pop(),
      tags: tagging.Tags ?? {},
      arn: attributes['QueueArn'],
      url,
      region: region(),
    };
  },
  update: async (QueueUrl, news, olds) => {
    const changes = attributeChanges(queueAttributes, olds, news);
    if (Object.keys(changes).length > 0) {
      // moto drops the policy at any change without it.
      const { Policy } = await readAttributes(QueueUrl);
      await setAttributes(QueueUrl, { ...(Policy && { Policy }), ...changes });
    }
    await changeTags(olds.tags, news.tags, {
      remove: (TagKeys) => sqs().send(new UntagQueueCommand({ QueueUrl, TagKeys })),
      set: (tagged) => sqs().send(new TagQueueCommand({ QueueUrl, Tags: tagged })),
    });
  },
  delete: (QueueUrl) => sqs().send(new DeleteQueueCommand({ QueueUrl })),
});

const queuePolicy = resourceType<QueuePolicyArgs>({
  token: 'aws:sqs/queuePolicy:QueuePolicy',
  properties: { queueUrl: replaces(), policy: document() },
  required: ['queueUrl', 'policy'],
  missing,
  create: async (inputs) => {
    await setAttributes(inputs.queueUrl, { Policy: inputs.policy as string });
    return inputs.queueUrl;
  },
  read: async (queueUrl) => {
    const { Policy } = await readAttributes(queueUrl);
    return Policy ? { queueUrl, policy: Policy, region: region() } : undefined;
  },
  update: (url, news) => setAttributes(url, { Policy: news.policy as string }),
  delete: (url) => setAttributes(url, { Policy: '' }),
});

export const rows = [queue, queuePolicy];
