import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  type CreateConnectionRequest,
  CreateEventBusCommand,
  DeleteApiDestinationCommand,
  DeleteConnectionCommand,
  DeleteEventBusCommand,
  DescribeApiDestinationCommand,
  DescribeConnectionCommand,
  DescribeEventBusCommand,
  EventBridgeClient,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateApiDestinationCommand,
  UpdateConnectionCommand,
} from '@aws-sdk/client-eventbridge';
import type { EventApiDestinationArgs, EventBusArgs, EventConnectionArgs } from '@pulumi/aws/cloudwatch';
import { clientConfig, lazily, region } from '../table/clients';
import { fromAws, plain, toAws } from '../table/fields';
import { replaces, resourceType, updates } from '../table/resourceType';
import type { Bag } from '../table/wire';
import { changeTags, tagList, tagMap, tags } from './tagList';

const events = lazily(() => new EventBridgeClient(clientConfig()));
const missing = ['ResourceNotFoundException'];
const names = { maxLength: 64, pattern: /^[\w.-]+$/, allowed: 'letters, digits and any of . - _' } as const;

const bus = resourceType<EventBusArgs>({
  token: 'aws:cloudwatch/eventBus:EventBus',
  properties: { name: replaces(), description: replaces(), tags },
  autoName: { property: 'name', ...names, maxLength: 256 },
  missing,
  create: async ({ name, description, tags }) => {
    await events().send(new CreateEventBusCommand({ Name: name, Description: description, Tags: tagList(tags) }));
    return name ?? '';
  },
  read: async (Name) => {
    const { Arn, Description } = await events().send(new DescribeEventBusCommand({ Name }));
    const { Tags } = await events().send(new ListTagsForResourceCommand({ ResourceARN: Arn }));
    return { name: Name, description: Description, tags: tagMap(Tags), arn: Arn, region: region() };
  },
  update: async (_id, news, olds) => {
    const ResourceARN = (olds as { arn?: string }).arn;
    await changeTags(olds.tags, news.tags, {
      remove: (TagKeys) => events().send(new UntagResourceCommand({ ResourceARN, TagKeys })),
      set: (tagged) => events().send(new TagResourceCommand({ ResourceARN, Tags: tagList(tagged) })),
    });
  },
  delete: (Name) => events().send(new DeleteEventBusCommand({ Name })),
});

const parameter = { fields: { key: plain, value: plain, isValueSecret: plain } };
const connectionProperties = {
  name: replaces(),
  description: updates(),
  authorizationType: updates(),
  authParameters: updates({
    fields: {
      apiKey: { aws: 'ApiKeyAuthParameters', fields: { key: { aws: 'ApiKeyName' }, value: { aws: 'ApiKeyValue' } } },
      invocationHttpParameters: {
        aws: 'InvocationHttpParameters',
        fields: {
          bodies: { aws: 'BodyParameters', ...parameter },
          headers: { aws: 'HeaderParameters', ...parameter },
          queryStrings: { aws: 'QueryStringParameters', ...parameter },
        },
      },
    },
  }),
} as const;

function connectionRequest(inputs: Bag): CreateConnectionRequest {
  return toAws(connectionProperties, inputs) as unknown as CreateConnectionRequest;
}

const connection = resourceType<EventConnectionArgs>({
  token: 'aws:cloudwatch/eventConnection:EventConnection',
  properties: connectionProperties,
  required: ['authorizationType', 'authParameters'],
  autoName: { property: 'name', ...names },
  missing,
  create: async (inputs) => {
    await events().send(new CreateConnectionCommand(connectionRequest(inputs)));
    return inputs.name ?? '';
  },
  read: async (Name, { authParameters }) => {
    // AWS does not return the values of parameters: they stay as they are known.
    const { AuthParameters: _, ...described } = await events().send(new DescribeConnectionCommand({ Name }));
    const { ConnectionArn: arn, SecretArn: secretArn } = described;
    return { ...fromAws(connectionProperties, described), authParameters, arn, secretArn, region: region() };
  },
  update: (_id, news) => events().send(new UpdateConnectionCommand(connectionRequest(news))),
  delete: (Name) => events().send(new DeleteConnectionCommand({ Name })),
});

const destinationProperties = {
  name: replaces(),
  description: updates(),
  connectionArn: updates(),
  httpMethod: updates(),
  invocationEndpoint: updates(),
  invocationRateLimitPerSecond: updates({ default: 300 }),
} as const;

const destination = resourceType<EventApiDestinationArgs>({
  token: 'aws:cloudwatch/eventApiDestination:EventApiDestination',
  properties: destinationProperties,
  required: ['connectionArn', 'httpMethod', 'invocationEndpoint'],
  autoName: { property: 'name', ...names },
  missing,
  create: async (inputs) => {
    await events().send(new CreateApiDestinationCommand(toAws(destinationProperties, inputs) as never));
    return inputs.name ?? '';
  },
  read: async (Name) => {
    const described = await events().send(new DescribeApiDestinationCommand({ Name }));
    return { ...fromAws(destinationProperties, described), arn: described.ApiDestinationArn, region: region() };
  },
  update: (_id, news) => events().send(new UpdateApiDestinationCommand(toAws(destinationProperties, news) as never)),
  delete: (Name) => events().send(new DeleteApiDestinationCommand({ Name })),
});

export const rows = [bus, connection, destination];
