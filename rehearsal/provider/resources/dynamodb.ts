import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { TableArgs } from '@pulumi/aws/dynamodb';
import { clientConfig, lazily, region } from '../table/clients';
import { type Plain, replaces, resourceType, updates } from '../table/resourceType';
import { changeTags, tagList, tagMap, tags } from './tagList';

const dynamodb = lazily(() => new DynamoDBClient(clientConfig()));

type TableInputs = Plain<TableArgs>;

const encryptionOf = ({ serverSideEncryption: settings }: TableInputs) =>
  settings && { Enabled: settings.enabled, SSEType: 'KMS' as const, KMSMasterKeyId: settings.kmsKeyArn };

function setBackups(TableName: string, { pointInTimeRecovery }: TableInputs) {
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: pointInTimeRecovery?.enabled ?? false };
  return dynamodb().send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
}

const table = resourceType<TableArgs>({
  token: 'aws:dynamodb/table:Table',
  properties: {
    name: replaces(),
    attributes: replaces(),
    billingMode: replaces({ default: 'PROVISIONED' }),
    hashKey: replaces(),
    rangeKey: replaces(),
    deletionProtectionEnabled: updates({ default: false }),
    pointInTimeRecovery: updates(),
    serverSideEncryption: updates(),
    tags,
  },
  required: ['attributes', 'hashKey'],
  autoName: { property: 'name', maxLength: 255, pattern: /^[\w.-]+$/, allowed: 'letters, digits and any of . - _' },
  missing: ['ResourceNotFoundException'],
  create: async (inputs) => {
    const { name = '', attributes = [], hashKey = '', rangeKey } = inputs;
    await dynamodb().send(
      new CreateTableCommand({
        TableName: name,
        AttributeDefinitions: attributes.map((one) => ({ AttributeName: one.name, AttributeType: one.type as 'S' })),
        KeySchema: [
          { AttributeName: hashKey, KeyType: 'HASH' },
          ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: 'RANGE' as const }]),
        ],
        BillingMode: inputs.billingMode as 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: inputs.deletionProtectionEnabled,
        SSESpecification: encryptionOf(inputs),
        Tags: tagList(inputs.tags),
      }),
    );
    if (inputs.pointInTimeRecovery) await setBackups(name, inputs);
    return name;
  },
  read: async (TableName) => {
    const { Table } = await dynamodb().send(new DescribeTableCommand({ TableName }));
    const { ContinuousBackupsDescription } = await dynamodb().send(new DescribeContinuousBackupsCommand({ TableName }));
    const { Tags } = await dynamodb().send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }));
    const keyOf = (type: string) => Table?.KeySchema?.find(({ KeyType }) => KeyType === type)?.AttributeName;
    const status = ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    return {
      name: TableName,
      attributes: Table?.AttributeDefinitions?.map((one) => ({ name: one.AttributeName, type: one.AttributeType })),
      billingMode: Table?.BillingModeSummary?.BillingMode ?? 'PROVISIONED',
      hashKey: keyOf('HASH'),
      rangeKey: keyOf('RANGE'),
      deletionProtectionEnabled: Table?.DeletionProtectionEnabled ?? false,
      pointInTimeRecovery: { enabled: status === 'ENABLED' },
      serverSideEncryption: Table?.SSEDescription && {
        enabled: Table.SSEDescription.Status === 'ENABLED',
        kmsKeyArn: Table.SSEDescription.KMSMasterKeyArn,
      },
      tags: tagMap(Tags),
      arn: Table?.TableArn,
      region: region(),
    };
  },
  update: async (TableName, news, olds) => {
    await dynamodb().send(
      new UpdateTableCommand({
        TableName,
        DeletionProtectionEnabled: news.deletionProtectionEnabled ?? false,
        SSESpecification: encryptionOf(news),
      }),
    );
    if (news.pointInTimeRecovery?.enabled !== olds.pointInTimeRecovery?.enabled) await setBackups(TableName, news);
    const ResourceArn = (olds as { arn?: string }).arn;
    await changeTags(olds.tags, news.tags, {
      remove: (TagKeys) => dynamodb().send(new UntagResourceCommand({ ResourceArn, TagKeys })),
      set: (tagged) => dynamodb().send(new TagResourceCommand({ ResourceArn, Tags: tagList(tagged) })),
    });
  },
  delete: (TableName) => dynamodb().send(new DeleteTableCommand({ TableName })),
});

export const rows = [table];
