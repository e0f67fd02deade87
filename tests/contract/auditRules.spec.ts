import assert from 'node:assert/strict';
import { callsWithoutEffect } from '../../contract/auditEvents';
import { composeAuditFilters, type FilteredStack, longestFilterPattern } from '../../contract/auditFilters';
import {
  composeAuditPatterns,
  composeIamPattern,
  longestEventPattern,
  needsIamForwarding,
} from '../../contract/auditRules';
import { parseFilterPattern } from '../../rehearsal/localAws/logs/filterPattern';
import { ownStack } from '../policy/ownStack';
import { matchesEventPattern } from '../support/eventPattern';
import { keyId, stackNames, stackParameters } from '../support/stackParameters';
import { account, auditedCalls, trailRecord } from '../support/trailRecords';

const deployment = `arn:aws:iam::${account}:role/ci/release`;
const approver = `arn:aws:iam::${account}:user/reviewer`;
const prod = { stack: 'prod', endpoint: 'churn', suffix: '1a2b3c4' };
const stack: FilteredStack = {
  stack: 'prod',
  endpoints: ['churn'],
  buckets: ['store-1a2b3c4', 'audit-evidence-1a2b3c4'],
  keys: [keyId('1a2b3c4'), '993b938e-9c15-40f7-872e-a3a887be6cc1'],
  names: stackNames(prod),
  deploymentRoles: [deployment],
  approvers: [approver],
};

/** Parameters of a call that name the stack's resource, by service. */
const ownParameters = stackParameters(prod);
/** Parameters that name a resource of others. */
const foreignParameters: Readonly<Record<string, object>> = {
  's3.amazonaws.com': { bucketName: 'photos', key: 'baselines/churn/x' },
  'monitoring.amazonaws.com': { alarmName: 'cpu', alarmNames: ['cpu'], dashboardName: 'ops', dashboardNames: ['ops'] },
  'sqs.amazonaws.com': { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/orders' },
  'lambda.amazonaws.com': { functionName: 'orders' },
  'iam.amazonaws.com': { roleName: 'orders' },
  'kms.amazonaws.com': { keyId: 'other' },
  'sns.amazonaws.com': { topicArn: `arn:aws:sns:eu-west-1:${account}:orders` },
  'dynamodb.amazonaws.com': { tableName: 'orders' },
  'events.amazonaws.com': { name: 'orders', rule: 'orders' },
  'logs.amazonaws.com': { logGroupName: 'orders' },
  'scheduler.amazonaws.com': { name: 'orders', groupName: 'default' },
  'cloudtrail.amazonaws.com': { name: 'other' },
  'sagemaker.amazonaws.com': {
    endpointName: 'orders',
    monitoringScheduleName: 'orders-9f8e7d6',
    jobDefinitionName: 'orders',
    processingJobName: 'features-nightly',
  },
};
/** Calls on the account, which name no resource. */
const ofAccount = /Account/;

const recordOf = (call: { source: string; name: string }, requestParameters: object | null, more: object = {}) => ({
  ...trailRecord,
  eventSource: call.source,
  eventName: call.name,
  requestParameters,
  ...more,
});

const patterns = Object.values(composeAuditPatterns(stack));
const reachesFunction = (record: object) => {
  const event = { source: 'aws', 'detail-type': 'AWS API Call via CloudTrail', detail: record };
  return patterns.some((pattern) => matchesEventPattern(pattern, event));
};
const filters = composeAuditFilters(stack).map(parseFilterPattern);
const isCounted = (record: object) => filters.some((matches) => matches(record));

describe('the rules and filters on recorded calls', function () {
  this.timeout(30_000);

  it('are as short as AWS allows, with the longest names, and few', () => {
    const longest = { ...stack, stack: 's'.repeat(40), buckets: stack.buckets.map(() => 'b'.repeat(63)) };
    const lengths = Object.values(composeAuditPatterns(longest)).map((pattern) => JSON.stringify(pattern).length);
    assert.ok(lengths.length <= 4 && lengths.every((length) => length <= longestEventPattern), String(lengths));
    const counted = composeAuditFilters({ ...longest, keys: stack.keys.map(() => 'k'.repeat(36)) });
    assert.ok(counted.length <= 16, String(counted.length));
    assert.ok(counted.every(({ length }) => length <= longestFilterPattern));
  });

  it('match every call of the table on the stack, and each that AWS refused', () => {
    for (const call of auditedCalls) {
      const record = recordOf(call, ownParameters[call.source] ?? null);
      assert.ok(reachesFunction(record), `no rule on ${call.source} ${call.name}`);
      const named = ofAccount.test(call.name) ? { ...record, requestParameters: {} } : record;
      // A call without effect is not counted: the call that makes it take effect is.
      assert.equal(isCounted(named), !callsWithoutEffect.has(call.name), `filter on ${call.source} ${call.name}`);
      assert.ok(reachesFunction({ ...record, errorCode: 'AccessDenied' }), `no rule on refused ${call.name}`);
    }
  });

  it('forward every call of IAM on the roles of the stack and each refused one, and no other', () => {
    const isForwarded = (record: object) =>
      matchesEventPattern(composeIamPattern(), { 'detail-type': 'AWS API Call via CloudTrail', detail: record });
    for (const call of auditedCalls) {
      const isIam = call.source === 'iam.amazonaws.com';
      assert.equal(isForwarded(recordOf(call, ownParameters[call.source] ?? null)), isIam, call.name);
      assert.equal(isForwarded(recordOf(call, null, { errorCode: 'AccessDenied' })), isIam, call.name);
      if (isIam) assert.ok(!isForwarded(recordOf(call, { roleName: 'orders' })), call.name);
    }
    assert.ok(JSON.stringify(composeIamPattern()).length <= longestEventPattern);
  });

  it('forward calls of IAM to every region but its own and those to which EventBridge forwards nothing', () => {
    assert.deepEqual(
      ['eu-west-1', 'us-east-2', 'us-east-1', 'cn-north-1', 'us-gov-east-1', 'us-iso-west-1', undefined].map(
        needsIamForwarding,
      ),
      [true, true, false, false, false, false, false],
    );
  });

  it('leave out calls on the buckets, alarms and objects of others', () => {
    for (const call of auditedCalls.filter(({ name }) => !ofAccount.test(name))) {
      const record = recordOf(call, foreignParameters[call.source] ?? null);
      const isNarrowed = ['s3.amazonaws.com', 'monitoring.amazonaws.com'].includes(call.source);
      if (isNarrowed) assert.ok(!reachesFunction(record), `a rule on ${call.source} ${call.name}`);
      if (foreignParameters[call.source]) assert.ok(!isCounted(record), `a filter on ${call.source} ${call.name}`);
    }
    const write = { source: 's3.amazonaws.com', name: 'PutObject' };
    assert.ok(!reachesFunction(recordOf(write, { bucketName: 'store-1a2b3c4', key: 'captures/churn/a.jsonl' })));
  });

  it('do not count calls of deployments, nor objects that approvers write', () => {
    const session = `arn:aws:sts::${account}:assumed-role/release/42`;
    for (const call of auditedCalls) {
      const record = recordOf(call, ownParameters[call.source] ?? null, { userIdentity: { arn: session } });
      assert.ok(!isCounted(record), call.name);
    }
    const approved = (name: string) =>
      isCounted(
        recordOf({ source: 's3.amazonaws.com', name }, ownParameters['s3.amazonaws.com'] ?? null, {
          userIdentity: { arn: approver },
        }),
      );
    assert.deepEqual([approved('PutObject'), approved('PutBucketPolicy')], [false, true]);
  });

  it('count calls of services, whose identities have no ARN', () => {
    const call = { source: 'events.amazonaws.com', name: 'DisableRule' };
    const parameters = ownParameters[call.source] ?? null;
    assert.ok(isCounted(recordOf(call, parameters, { userIdentity: { type: 'AWSService', invokedBy: 'x' } })));
  });

  it('refuse roles that leave no room for calls', () => {
    const deploymentRoles = Array.from({ length: 20 }, (_, i) => `${deployment}-${i}`);
    assert.throws(() => composeAuditFilters({ ...stack, deploymentRoles }), /leave no room/);
  });

  it("of the program match calls on each of its resources, and none on another stack's", async () => {
    const resources = await ownStack('prod', 'update', {
      'model-observability:alerts': { pager: 'optional', tickets: true },
    });
    const deployed = resources.filter(({ type }) => type === 'aws:cloudwatch/logMetricFilter:LogMetricFilter');
    const matches = deployed.map(({ props }) => parseFilterPattern(String(props?.['pattern'])));
    assert.ok(matches.length <= 24, String(matches.length));
    const sources: Readonly<Record<string, [source: string, parameter: string]>> = {
      'aws:sqs/queue:Queue': ['sqs.amazonaws.com', 'queueUrl'],
      'aws:lambda/function:Function': ['lambda.amazonaws.com', 'functionName'],
      'aws:iam/role:Role': ['iam.amazonaws.com', 'roleName'],
      'aws:sns/topic:Topic': ['sns.amazonaws.com', 'topicArn'],
      'aws:dynamodb/table:Table': ['dynamodb.amazonaws.com', 'tableName'],
      'aws:cloudwatch/eventRule:EventRule': ['events.amazonaws.com', 'name'],
      'aws:cloudwatch/logGroup:LogGroup': ['logs.amazonaws.com', 'logGroupName'],
      'aws:scheduler/scheduleGroup:ScheduleGroup': ['scheduler.amazonaws.com', 'name'],
    };
    for (const { type, name, props = {} } of resources) {
      const [source, parameter] = sources[type] ?? [];
      const call = auditedCalls.find((candidate) => candidate.source === source);
      if (!call || parameter === undefined) continue;
      const own = String(props[parameter === 'topicArn' ? 'arn' : 'name']);
      const isMatched = (value: string) => matches.some((match) => match(recordOf(call, { [parameter]: value })));
      assert.ok(isMatched(own), `${type} ${name}: add it to contract/filterNarrowing.ts`);
      const other = own.replace('1a2b3c4', '9f8e7d6');
      if (other !== own) assert.ok(!isMatched(other), `${type} ${name} of another stack`);
    }
  });

  it('do not count calls on another stack of the account, which has the same component names', () => {
    const dev = stackParameters({ stack: 'dev', endpoint: 'churn-2', suffix: '9f8e7d6' });
    // These calls name the whole account, a mute rule by its own name, or a job by a name that SageMaker chose.
    for (const call of auditedCalls.filter(({ name }) => !/Account|DeleteAlarmMuteRule|StopProcessingJob/.test(name))) {
      const parameters = { ...dev[call.source], alarmMuteRuleName: undefined };
      assert.ok(!isCounted(recordOf(call, parameters)), `${call.source} ${call.name}`);
    }
  });

  it('count calls on the roles and schedules of many endpoints, whose names have no room', () => {
    const endpoints = Array.from({ length: 500 }, (_, i) => `endpoint-${i}`);
    const roles = endpoints.flatMap((name) => [`monitoring-${name}-1a2b3c4`, `analyzer-${name}-1a2b3c4`]);
    const patterns = composeAuditFilters({
      ...stack,
      endpoints,
      names: { ...stack.names, 'aws:iam/role:Role': roles },
    });
    assert.ok(patterns.length <= 90, String(patterns.length));
    const matches = patterns.map(parseFilterPattern);
    const role = recordOf({ source: 'iam.amazonaws.com', name: 'DeleteRole' }, { roleName: roles.at(-1) });
    const stop = { source: 'sagemaker.amazonaws.com', name: 'DeleteEndpoint' };
    for (const record of [role, recordOf(stop, { endpointName: 'endpoint-499' })]) {
      assert.ok(matches.some((match) => match(record)));
    }
  });
});
