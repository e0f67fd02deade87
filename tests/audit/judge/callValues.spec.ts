import assert from 'node:assert/strict';
import { judgeRecords } from '../../../audit/judge/judgeRecords';
import { collectOwnResources, type StateResource } from '../../../contract/auditEvents';
import { readCloudTrailRecord } from '../../../contract/cloudTrailRecord';
import { trailRecord } from '../../support/trailRecords';

type Call = readonly [service: string, eventName: string, requestParameters: object];

const nobody = { deploymentRoles: [], approvers: [], mutes: [] };
const silence = 'critical.prod.churn.silence';
const bucketArn = 'arn:aws:s3:::audit-evidence-1a2b3c4';
const noDeletion = {
  Sid: 'NobodyDeletes',
  Effect: 'Deny',
  Principal: '*',
  Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  Resource: `${bucketArn}/*`,
};
const trailWrites = {
  Sid: 'TrailWrites',
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: `${bucketArn}/AWSLogs/1/*`,
  Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:eu-west-1:1:trail/x' } },
};
const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const text = (document: object) => JSON.stringify(document);
const deployedAt = '2026-11-01T00:00:00Z';

/** The end of the sentence on the last of some calls: what it changed. */
function changesOf(calls: readonly Call[], resources: readonly StateResource[] = []): string {
  const records = calls.map(([service, eventName, requestParameters], i) => ({
    ...trailRecord,
    eventID: String(i),
    eventTime: `2026-11-02T14:0${i}:00Z`,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    requestParameters,
  }));
  const own = resources.length === 0 ? undefined : collectOwnResources(resources, { endpoints: ['churn'] });
  const judged = judgeRecords(
    records.flatMap((record) => readCloudTrailRecord(record) ?? []),
    { ...nobody, own },
  );
  const parts = judged.at(-1)?.sentence.split('; ') ?? [];
  return parts.slice(1, -1).join('; ');
}

const deployed = (type: string, id: string, outputs: object): StateResource[] => [
  { type, id, outputs: { ...outputs }, modified: deployedAt },
];
const selectors = [
  { name: 'Management calls', fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }] },
  {
    name: 'Objects',
    fieldSelectors: [
      { field: 'eventCategory', equals: ['Data'] },
      { field: 'resources.type', equals: ['AWS::S3::Object'] },
      { field: 'resources.ARN', startsWiths: ['arn:aws:s3:::store-1/baselines/', 'arn:aws:s3:::store-1/settings/'] },
    ],
  },
];
const deployedTrail = deployed('aws:cloudtrail/trail:Trail', 'arn:aws:cloudtrail:eu-west-1:1:trail/mo-prod', {
  name: 'mo-prod',
  advancedEventSelectors: selectors,
});

describe('the values of a call', () => {
  const rows: [what: string, calls: readonly Call[], changes: string, resources?: readonly StateResource[]][] = [
    [
      'a policy without a statement that was deployed',
      [
        [
          's3',
          'PutBucketPolicy',
          { bucketName: 'audit-evidence-1a2b3c4', bucketPolicy: policy(trailWrites), policy: '' },
        ],
      ],
      `policy loses NobodyDeletes (Deny s3:DeleteObject, s3:DeleteObjectVersion on ${bucketArn}/* for *)`,
      deployed('aws:s3/bucketPolicy:BucketPolicy', 'audit-evidence-1a2b3c4', {
        policy: text(policy(noDeletion, trailWrites)),
      }),
    ],
    [
      'a statement that keeps its name and changes its condition',
      [
        ['s3', 'PutBucketPolicy', { bucketName: 'b', bucketPolicy: text(policy(trailWrites)) }],
        ['s3', 'PutBucketPolicy', { bucketName: 'b', bucketPolicy: policy({ ...trailWrites, Condition: {} }) }],
      ],
      `policy loses TrailWrites (Allow s3:PutObject on ${bucketArn}/AWSLogs/1/* for cloudtrail.amazonaws.com under conditions) and policy gains TrailWrites (Allow s3:PutObject on ${bucketArn}/AWSLogs/1/* for cloudtrail.amazonaws.com)`,
    ],
    [
      'a deleted policy',
      [
        ['s3', 'PutBucketPolicy', { bucketName: 'b', bucketPolicy: policy(noDeletion) }],
        ['s3', 'DeleteBucketPolicy', { bucketName: 'b' }],
      ],
      `policy loses NobodyDeletes (Deny s3:DeleteObject, s3:DeleteObjectVersion on ${bucketArn}/* for *)`,
    ],
    [
      'selectors that leave out a prefix',
      [
        [
          'cloudtrail',
          'PutEventSelectors',
          {
            trailName: 'arn:aws:cloudtrail:eu-west-1:1:trail/mo-prod',
            advancedEventSelectors: [
              selectors[0],
              {
                name: 'Objects',
                fieldSelectors: [
                  { field: 'eventCategory', equals: ['Data'] },
                  { field: 'resources.type', equals: ['AWS::S3::Object'] },
                  { field: 'resources.ARN', startsWith: ['arn:aws:s3:::store-1/settings/'] },
                ],
              },
            ],
          },
        ],
      ],
      'no longer records data events of arn:aws:s3:::store-1/baselines/',
      deployedTrail,
    ],
    [
      'basic selectors in the place of advanced ones',
      [
        [
          'cloudtrail',
          'PutEventSelectors',
          {
            trailName: 'mo-prod',
            eventSelectors: [
              {
                readWriteType: 'ReadOnly',
                includeManagementEvents: false,
                excludeManagementEventSources: [],
                dataResources: [
                  { type: 'AWS::S3::Object', values: [] },
                  { type: 'AWS::S3::Object', values: ['arn:aws:s3:::photos/'] },
                ],
              },
            ],
          },
        ],
      ],
      'no longer records management events, data events of arn:aws:s3:::store-1/baselines/, data events of arn:aws:s3:::store-1/settings/ and now records reading data events of arn:aws:s3:::photos/',
      deployedTrail,
    ],
    [
      'a target that is replaced',
      [
        [
          'events',
          'PutTargets',
          { rule: 'audit-detection-objects-1', targets: [{ id: 't1', arn: 'arn:aws:sqs:::mine' }] },
        ],
      ],
      'target t1 from arn:aws:sqs:::events to arn:aws:sqs:::mine',
      [
        ...deployed('aws:cloudwatch/eventRule:EventRule', 'audit-detection-objects-1', {
          name: 'audit-detection-objects-1',
        }),
        ...deployed('aws:cloudwatch/eventTarget:EventTarget', 'x', {
          rule: 'audit-detection-objects-1',
          targetId: 't1',
          arn: 'arn:aws:sqs:::events',
        }),
      ],
    ],
    ['a removed target', [['events', 'RemoveTargets', { rule: 'r', ids: ['t1'], force: false }]], 'target t1 to none'],
    [
      'a role policy',
      [
        [
          'iam',
          'PutRolePolicy',
          {
            roleName: 'audit-1',
            policyName: 'deny',
            policyDocument: text(policy({ Effect: 'Deny', Action: '*', Resource: '*' })),
          },
        ],
      ],
      'policy deny to Deny * on *',
    ],
    [
      'a role policy that was deployed, and is deleted',
      [['iam', 'DeleteRolePolicy', { roleName: 'audit-1', policyName: 'audit-policy-1' }]],
      'policy audit-policy-1 loses ReadQueue (Allow sqs:ReceiveMessage on q)',
      [
        ...deployed('aws:iam/role:Role', 'audit-1', { name: 'audit-1' }),
        ...deployed('aws:iam/rolePolicy:RolePolicy', 'audit-1:audit-policy-1', {
          role: 'audit-1',
          name: 'audit-policy-1',
          policy: text(policy({ Sid: 'ReadQueue', Effect: 'Allow', Action: ['sqs:ReceiveMessage'], Resource: ['q'] })),
        }),
      ],
    ],
    [
      'an empty policy',
      [['iam', 'PutRolePolicy', { roleName: 'monitoring-role', policyName: 'deny', policyDocument: '{}' }]],
      'policy deny to {}',
    ],
    [
      'the policy of a key that is named by its ARN',
      [
        [
          'kms',
          'PutKeyPolicy',
          { keyId: 'arn:aws:kms:eu-west-1:1:key/k1', policyName: 'default', policy: text(policy()) },
        ],
      ],
      'policy loses Allow kms:* on * for arn:aws:iam::1:root',
      deployed('aws:kms/key:Key', 'k1', {
        keyId: 'k1',
        policy: text(
          policy({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::1:root' }, Action: 'kms:*', Resource: '*' }),
        ),
      }),
    ],
    [
      'a metric filter',
      [
        [
          'logs',
          'PutMetricFilter',
          { logGroupName: 'audit-log-1', filterName: 'calls-1', filterPattern: '{ $.x = 1 }' },
        ],
        ['logs', 'PutMetricFilter', { logGroupName: 'audit-log-1', filterName: 'calls-1', filterPattern: '' }],
      ],
      'filter calls-1 from { $.x = 1 } to none',
    ],
    [
      'a deleted filter',
      [['logs', 'DeleteMetricFilter', { logGroupName: 'l', filterName: 'calls-1' }]],
      'filter calls-1 to none',
    ],
    [
      'an alarm without its actions',
      [['monitoring', 'PutMetricAlarm', { alarmName: silence, threshold: 9 }]],
      'no longer notifies arn:aws:sns:eu-west-1:1:alerts-1, threshold from 1 to 9',
      deployed('aws:cloudwatch/metricAlarm:MetricAlarm', silence, {
        name: silence,
        threshold: 1,
        alarmActions: ['arn:aws:sns:eu-west-1:1:alerts-1'],
      }),
    ],
    [
      'events that the store no longer sends',
      [['s3', 'PutBucketNotification', { bucketName: 'store-1', NotificationConfiguration: {}, notification: '' }]],
      'events to EventBridge from on to off',
      [
        ...deployed('aws:s3/bucket:Bucket', 'store-1', { bucket: 'store-1' }),
        ...deployed('aws:s3/bucketNotification:BucketNotification', 'store-1', {
          bucket: 'store-1',
          eventbridge: true,
        }),
      ],
    ],
    [
      'a queue policy that was deployed',
      [
        [
          'sqs',
          'SetQueueAttributes',
          { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/events-1', attributes: { Policy: '' } },
        ],
      ],
      'Policy from {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage"}]} to none',
      deployed('aws:sqs/queuePolicy:QueuePolicy', 'https://sqs.eu-west-1.amazonaws.com/1/events-1', {
        policy: text(policy({ Effect: 'Allow', Action: 'sqs:SendMessage' })),
      }),
    ],
  ];
  for (const [what, calls, changes, resources] of rows) {
    it(`say what it changed: ${what}`, () => assert.equal(changesOf(calls, resources), changes));
  }

  it('do not rest on a deployment after the call', () => {
    const resources = deployed('aws:cloudwatch/metricAlarm:MetricAlarm', silence, { name: silence, threshold: 1 });
    const later = resources.map((resource) => ({ ...resource, modified: '2026-11-03T00:00:00Z' }));
    const call: Call = ['monitoring', 'PutMetricAlarm', { alarmName: silence, threshold: 9, alarmActions: ['x'] }];
    assert.match(changesOf([call], resources), /threshold from 1 to 9/);
    assert.match(changesOf([call], later), /threshold to 9/);
  });

  it('tell long documents apart that begin alike, and shorten them', () => {
    const put = (end: string): Call => [
      'monitoring',
      'PutDashboard',
      { dashboardName: 'd', dashboardBody: `${'x'.repeat(500)}${end}` },
    ];
    assert.match(changesOf([put('a'), put('b')]), /^body from x{199}… to x{199}…$/);
  });
});
