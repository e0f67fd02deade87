import assert from 'node:assert/strict';
import * as pulumi from '@pulumi/pulumi';
import { AuditDetection } from '../../components/auditDetection';
import { auditRolePolicy } from '../../components/auditRolePolicy';
import { longestFilterPattern } from '../../contract/auditFilters';
import { composeAuditPatterns, composeIamPattern, longestEventPattern } from '../../contract/auditRules';
import { type AuditSettings, readAuditSettings } from '../../contract/auditSettings';
import { childrenOf, dependenciesOf, deploy, inputsOf, scope, statementsOf } from '../support/pulumiMocks';

const type = 'model-observability:index:AuditDetection';
const ruleType = 'aws:cloudwatch/eventRule:EventRule';
const filterType = 'aws:cloudwatch/logMetricFilter:LogMetricFilter';
const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:123456789012:${name}`;
const trailArn = arn('cloudtrail', 'trail/model-observability-prod');
const keys = ['store-key', 'alerts-key', 'audit-key'].map((name) => arn('kms', `key/${name}`));
const topicArn = arn('sns', 'alerts');
const trail = { bucketName: 'evidence', keyArn: keys[2] ?? '', logGroupName: 'audit-log' };
const mute = { alarms: ['critical.prod.churn.silence'], reason: 'migration', until: '2026-12-01T00:00:00Z' };
const resources: AuditSettings['resources'] = { 'aws:sns/topic:Topic': { [arn('sns', 'alerts')]: {} } };

function detection(own: 'own trail' | 'existing trail' = 'own trail', forwardsIam = false) {
  return deploy(() => {
    const { functionName, queueUrl } = new AuditDetection('audit-detection', {
      ...scope,
      stack: 'prod',
      bucketName: 'store',
      bucketArn: 'arn:aws:s3:::store',
      keyArn: keys[0] ?? '',
      code: new pulumi.asset.AssetArchive({ 'index.js': new pulumi.asset.StringAsset('exports.handler = () => {};') }),
      topicArn,
      topicKeyArn: keys[1] ?? '',
      busName: 'bus',
      busArn: 'arn:aws:events:eu-west-1:123456789012:event-bus/bus',
      trailArn,
      trail: own === 'own trail' ? trail : undefined,
      forwardsIam,
      deploymentRoles: ['arn:aws:iam::123456789012:role/ci'],
      approvers: ['arn:aws:iam::123456789012:user/reviewer'],
      mutes: [mute],
      endpoints: ['churn'],
      monitorsHash: 'hash',
      names: () => [{ type: 'aws:iam/role:Role', length: 12, value: pulumi.output('role-4f1c2a7') }],
      resources: () => pulumi.output(resources),
      logRetentionDays: 30,
      tags: { owner: 'ml' },
    });
    return { functionName, queueUrl };
  });
}

describe('AuditDetection', () => {
  it('creates exactly these children', async () => {
    const deployment = await detection();
    const [filters = [], others = []] = [true, false].map((isFilter) =>
      childrenOf(deployment, type).filter(([childType]) => (childType === filterType) === isFilter),
    );
    assert.deepEqual(others, [
      ['aws:lambda/function:Function', 'audit-detection'],
      [ruleType, 'audit-detection-alarms'],
      ['aws:cloudwatch/eventTarget:EventTarget', 'audit-detection-alarms-target'],
      ['aws:cloudwatch/metricAlarm:MetricAlarm', 'audit-detection-calls-alarm'],
      ['aws:scheduler/schedule:Schedule', 'audit-detection-check'],
      ['aws:cloudwatch/metricAlarm:MetricAlarm', 'audit-detection-check-alarm'],
      ['aws:iam/role:Role', 'audit-detection-check-role'],
      ['aws:iam/rolePolicy:RolePolicy', 'audit-detection-check-role-policy'],
      ['aws:cloudwatch/metricAlarm:MetricAlarm', 'audit-detection-dead-letters-alarm'],
      ['aws:cloudwatch/metricAlarm:MetricAlarm', 'audit-detection-delay-alarm'],
      ['aws:sqs/queue:Queue', 'audit-detection-events'],
      ['aws:sqs/queue:Queue', 'audit-detection-events-dead-letters'],
      ['aws:sqs/queuePolicy:QueuePolicy', 'audit-detection-events-policy'],
      ['aws:cloudwatch/logGroup:LogGroup', 'audit-detection-log'],
      ['aws:lambda/eventSourceMapping:EventSourceMapping', 'audit-detection-mapping'],
      [ruleType, 'audit-detection-objects'],
      ['aws:cloudwatch/eventTarget:EventTarget', 'audit-detection-objects-target'],
      [ruleType, 'audit-detection-permissions'],
      ['aws:cloudwatch/eventTarget:EventTarget', 'audit-detection-permissions-target'],
      ['aws:iam/role:Role', 'audit-detection-role'],
      ['aws:iam/rolePolicy:RolePolicy', 'audit-detection-role-policy'],
      [ruleType, 'audit-detection-schedules'],
      ['aws:cloudwatch/eventTarget:EventTarget', 'audit-detection-schedules-target'],
      ['aws:s3/bucketObject:BucketObject', 'audit-detection-settings'],
    ]);
    assert.deepEqual(
      filters?.map(([, name]) => name).sort(),
      Array.from({ length: filters.length }, (_, i) => `audit-detection-calls-${i + 1}`).sort(),
    );
    assert.deepEqual(deployment.outputs, {
      functionName: 'audit-detection',
      queueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/audit-detection-events',
    });
  });

  it('has no filters and no alarm on them beside an existing trail, whose log group is of others', async () => {
    const children = childrenOf(await detection('existing trail'), type).map(([, name]) => name);
    assert.deepEqual(
      children.filter((name) => name.includes('calls')),
      [],
    );
  });

  it('forwards the calls of IAM on its roles from their region, by a role that may do nothing else', async () => {
    const deployment = await detection('own trail', true);
    const rule = inputsOf(deployment, ruleType, 'audit-detection-iam');
    assert.equal(rule['region'], 'us-east-1');
    assert.deepEqual(JSON.parse(String(rule['eventPattern'])), composeIamPattern());
    const bus = arn('events', 'event-bus/default');
    assert.deepEqual(inputsOf(deployment, 'aws:cloudwatch/eventTarget:EventTarget', 'audit-detection-iam-target'), {
      region: 'us-east-1',
      rule: 'audit-detection-iam',
      arn: bus,
      roleArn: arn('iam', 'audit-detection-iam-role'),
    });
    const { policy } = inputsOf(deployment, 'aws:iam/rolePolicy:RolePolicy', 'audit-detection-iam-role-policy');
    assert.deepEqual(statementsOf(policy), [
      { Sid: 'ForwardEvents', Effect: 'Allow', Action: 'events:PutEvents', Resource: bus },
    ]);
    const role = inputsOf(deployment, 'aws:iam/role:Role', 'audit-detection-iam-role');
    assert.deepEqual(statementsOf(role['assumeRolePolicy']), [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
      },
    ]);
  });

  it('creates permissions and the log group before what uses them', async () => {
    assert.deepEqual(dependenciesOf(await detection()), [
      ['audit-detection-alarms-target', ['audit-detection-events-policy']],
      [
        'audit-detection-check',
        ['audit-detection-check-role-policy', 'audit-detection-log', 'audit-detection-role-policy'],
      ],
      ['audit-detection-mapping', ['audit-detection-log', 'audit-detection-role-policy']],
      ['audit-detection-objects-target', ['audit-detection-events-policy']],
      ['audit-detection-permissions-target', ['audit-detection-events-policy']],
      ['audit-detection-schedules-target', ['audit-detection-events-policy']],
    ]);
  });

  it('passes the calls of every event pattern to one queue, which only these rules may write to', async () => {
    const deployment = await detection();
    const patterns = composeAuditPatterns({ stack: 'prod', buckets: ['store', 'evidence'] });
    for (const [key, pattern] of Object.entries(patterns)) {
      const text = String(inputsOf(deployment, ruleType, `audit-detection-${key}`)['eventPattern']);
      assert.deepEqual(JSON.parse(text), pattern);
      assert.ok(text.length <= longestEventPattern);
      const target = inputsOf(deployment, 'aws:cloudwatch/eventTarget:EventTarget', `audit-detection-${key}-target`);
      assert.deepEqual(target, { rule: `audit-detection-${key}`, arn: arn('sqs', 'audit-detection-events') });
    }
    const { policy } = inputsOf(deployment, 'aws:sqs/queuePolicy:QueuePolicy', 'audit-detection-events-policy');
    assert.deepEqual(statementsOf(policy), [
      {
        Sid: 'WriterMaySend',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn('sqs', 'audit-detection-events'),
        Condition: {
          ArnEquals: {
            'aws:SourceArn': Object.keys(patterns).map((key) => arn('cloudwatch', `audit-detection-${key}`)),
          },
        },
      },
    ]);
  });

  it('counts calls by filters into one metric, with the names that AWS assigned', async () => {
    const deployment = await detection();
    const filters = deployment.resources.filter(({ type: resourceType }) => resourceType === filterType);
    const texts = filters.map(({ inputs }) => String(inputs['pattern']));
    assert.ok(texts.every(({ length }) => length <= longestFilterPattern));
    for (const name of ['"store"', '"evidence"', '"*store-key"', '"*alerts-key"', '"*audit-key"']) {
      assert.ok(
        texts.some((text) => text.includes(`=${name}`)),
        name,
      );
    }
    assert.ok(texts.every((text) => !/bucket-\d|key-\d/.test(text) && text.includes('assumed-role/ci/*')));
    for (const { inputs } of filters) {
      assert.equal(inputs['logGroupName'], 'audit-log');
      assert.deepEqual(inputs['metricTransformation'], {
        name: 'RecordedCalls',
        namespace: 'ModelObservability',
        value: '1',
      });
    }
    const { alarmDescription, ...alarm } = inputsOf(
      deployment,
      'aws:cloudwatch/metricAlarm:MetricAlarm',
      'audit-detection-calls-alarm',
    );
    assert.match(
      String(alarmDescription),
      /: model-observability audit unexplained --trail s3:\/\/evidence --stack prod --since 2h$/,
    );
    assert.deepEqual(alarm, {
      name: 'warning.prod.audit.calls',
      namespace: 'ModelObservability',
      metricName: 'RecordedCalls',
      statistic: 'Sum',
      period: 300,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      treatMissingData: 'notBreaching',
      actionsEnabled: true,
      alarmActions: [topicArn],
      okActions: [topicArn],
      tags: { owner: 'ml' },
    });
  });

  it('runs the function on batches of a minute, with the store, the topic and the namespace', async () => {
    const deployment = await detection();
    const { timeout, environment } = inputsOf(deployment, 'aws:lambda/function:Function', 'audit-detection');
    assert.deepEqual(environment, {
      variables: {
        STORE_BUCKET: 'store',
        ALERT_TOPIC_ARN: topicArn,
        MESSAGE_BUS: 'bus',
        METRIC_NAMESPACE: 'ModelObservability',
        TRAIL_REGION: 'eu-west-1',
      },
    });
    const queue = inputsOf(deployment, 'aws:sqs/queue:Queue', 'audit-detection-events');
    assert.equal(queue['visibilityTimeoutSeconds'], 6 * Number(timeout));
    const mapping = inputsOf(deployment, 'aws:lambda/eventSourceMapping:EventSourceMapping', 'audit-detection-mapping');
    assert.deepEqual([mapping['batchSize'], mapping['maximumBatchingWindowInSeconds']], [100, 60]);
    assert.deepEqual(
      statementsOf(inputsOf(deployment, 'aws:iam/rolePolicy:RolePolicy', 'audit-detection-role-policy')['policy']),
      auditRolePolicy({
        stack: 'prod',
        forwardsIam: false,
        bucketArn: 'arn:aws:s3:::store',
        keyArn: keys[0] ?? '',
        queueArn: arn('sqs', 'audit-detection-events'),
        topicArn,
        busArn: 'arn:aws:events:eu-west-1:123456789012:event-bus/bus',
        topicKeyArn: keys[1] ?? '',
        trailArn,
        evidence: {
          bucketArn: 'arn:aws:s3:::evidence',
          keyArn: keys[2] ?? '',
          logGroupArn: arn('logs', 'log-group:audit-log'),
        },
        logGroupArn: arn('cloudwatch', '/aws/lambda/audit-detection'),
      }),
    );
  });

  it('tells the function what explains calls, and which resources are the stack’s', async () => {
    const object = inputsOf(await detection(), 'aws:s3/bucketObject:BucketObject', 'audit-detection-settings');
    assert.equal(object['key'], 'settings/audit.json');
    assert.deepEqual(readAuditSettings(String(object['content'])), {
      version: 1,
      stack: 'prod',
      endpoints: ['churn'],
      trailArn,
      trailBucket: 'evidence',
      monitorsHash: 'hash',
      deploymentRoles: ['arn:aws:iam::123456789012:role/ci'],
      approvers: ['arn:aws:iam::123456789012:user/reviewer'],
      mutes: [mute],
      resources,
    });
  });
});
