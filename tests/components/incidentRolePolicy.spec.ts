import assert from 'node:assert/strict';
import { incidentRolePolicy } from '../../components/incidentRolePolicy';

describe('incidentRolePolicy', () => {
  const statements = () =>
    incidentRolePolicy({
      bucketArn: 'arn:aws:s3:::store',
      keyArn: 'key-arn',
      busArn: 'bus-arn',
      tableArn: 'table-arn',
      queueArn: 'queue-arn',
      logGroupArn: 'log-arn',
    });

  it('is exactly this', () => {
    assert.deepEqual(
      statements().map(({ Effect, Action, Resource, Condition }) => [Effect, Action, Resource, Condition]),
      [
        [
          'Allow',
          ['s3:GetObject'],
          [
            'arn:aws:s3:::store/reports/*',
            'arn:aws:s3:::store/baselines/*',
            'arn:aws:s3:::store/incidents/*',
            'arn:aws:s3:::store/trends/*.json',
            'arn:aws:s3:::store/settings/monitors.json',
          ],
          undefined,
        ],
        [
          'Allow',
          ['s3:ListBucket'],
          ['arn:aws:s3:::store'],
          {
            StringLike: {
              's3:prefix': [
                'reports/*',
                'incidents/*',
                'trends/*',
                'baselines/*/calibration.json',
                'baselines/*/manifest.json',
              ],
            },
          },
        ],
        [
          'Allow',
          ['s3:ListBucketVersions'],
          ['arn:aws:s3:::store'],
          { StringEquals: { 's3:prefix': ['settings/monitors.json'] } },
        ],
        ['Allow', ['s3:GetObjectVersion'], ['arn:aws:s3:::store/settings/monitors.json'], undefined],
        [
          'Allow',
          ['s3:PutObject'],
          [
            'arn:aws:s3:::store/incidents/*.md',
            'arn:aws:s3:::store/reports/*/summary.json',
            'arn:aws:s3:::store/reports/*/week-counts.json',
            'arn:aws:s3:::store/trends/*.json',
            'arn:aws:s3:::store/checks/canary.json',
          ],
          undefined,
        ],
        ['Allow', ['kms:Decrypt', 'kms:GenerateDataKey'], ['key-arn'], undefined],
        [
          'Allow',
          ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
          ['table-arn'],
          undefined,
        ],
        [
          'Allow',
          ['cloudwatch:PutMetricData'],
          ['*'],
          { StringEquals: { 'cloudwatch:namespace': ['ModelObservability'] } },
        ],
        ['Allow', ['events:PutEvents'], ['bus-arn'], undefined],
        ['Allow', ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], ['queue-arn'], undefined],
        ['Allow', ['logs:CreateLogStream', 'logs:PutLogEvents'], ['log-arn:log-stream:*'], undefined],
      ],
    );
  });

  it('has a statement id for each permission', () => {
    assert.deepEqual(
      statements().map(({ Sid }) => Sid),
      [
        'ReadReportsAndBaselines',
        'ListReportsAndIncidents',
        'ListSettings',
        'ReadEarlierSettings',
        'WriteSummariesAndIncidents',
        'UseStoreKey',
        'UseIndex',
        'PublishMetrics',
        'PutMessages',
        'ReadQueue',
        'WriteLog',
      ],
    );
  });

  it('has no action with a wildcard, and * as resource only for metrics', () => {
    assert.deepEqual(
      statements()
        .flatMap(({ Action }) => Action as string[])
        .filter((action) => /[*?]/.test(action)),
      [],
    );
    assert.deepEqual(
      statements()
        .filter(({ Resource }) => (Resource as string[]).includes('*'))
        .map(({ Sid }) => Sid),
      ['PublishMetrics'],
    );
  });

  it('publishes to the topic and uses its key only where a pager gets messages from it', () => {
    const args = { bucketArn: 'b', keyArn: 'k', busArn: 'bus', tableArn: 't', queueArn: 'q', logGroupArn: 'l' };
    const pager = { topicArn: 'topic', topicKeyArn: 'topic-key' };
    const actionsOf = (statements: ReturnType<typeof incidentRolePolicy>) =>
      statements.map(({ Action, Resource }) => JSON.stringify([Action, Resource]));
    const plain = actionsOf(incidentRolePolicy(args));
    assert.deepEqual(
      actionsOf(incidentRolePolicy({ ...args, pager })).filter((action) => !plain.includes(action)),
      ['[["sns:Publish"],["topic"]]', '[["kms:Decrypt","kms:GenerateDataKey"],["topic-key"]]'],
    );
  });
});
