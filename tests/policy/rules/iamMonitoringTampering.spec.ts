import assert from 'node:assert/strict';
import { iamMonitoringTampering } from '../../../policy/rules/iamMonitoringTampering';
import { allow, deny, inlinePolicy, role } from '../iamStack';
import { runRule, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const alarm = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:drift';

async function findingTexts(...statements: object[]): Promise<string[]> {
  const { violations } = await runRule(iamMonitoringTampering, [role('ops'), inlinePolicy('ops', ...statements)]);
  return violations.map(([, text]) => text);
}

describe('iam-monitoring-tampering', () => {
  it('passes a principal that reads and reports', async () => {
    const reports = allow([
      'cloudwatch:PutMetricData',
      'cloudwatch:Describe*',
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
    ]);
    assert.deepEqual(await runRule(iamMonitoringTampering, [role('ops'), inlinePolicy('ops', reports)]), clean);
    assert.deepEqual(
      await findingTexts(allow('sqs:*'), deny(['sqs:Delete*', 'sqs:Purge*', 'sqs:Set*', 'sqs:Start*'])),
      [],
    );
  });

  it('does not apply to a stack without principals', async () => {
    assert.deepEqual(await runRule(iamMonitoringTampering, [{ type: 'aws:sqs/queue:Queue', name: 'tickets' }]), clean);
  });

  it('reports control of a single named alarm', async () => {
    assert.deepEqual(await findingTexts(allow(['cloudwatch:D*Alarm*', 'cloudwatch:PutAlarmMuteRule'], alarm)), [
      "Role 'ops' can disable the monitoring: statement 1 of role policy 'ops-policy' allows cloudwatch:DeleteAlarms, " +
        `cloudwatch:DisableAlarmActions, cloudwatch:PutAlarmMuteRule on '${alarm}'; remove the actions, or add the principal ` +
        'to allowedPrincipals.',
    ]);
  });

  it('passes control of a named function or key of the workload, and reports that of all', async () => {
    const named = ['arn:aws:lambda:eu-west-1:123456789012:function:shop', 'arn:aws:s3:::shop'];
    const actions = ['lambda:UpdateFunctionCode', 's3:PutBucketVersioning'];
    assert.deepEqual(await findingTexts(allow(actions, named)), []);
    assert.equal((await findingTexts(allow(actions, 'arn:aws:lambda:eu-west-1:123456789012:function:*'))).length, 1);
  });

  it('passes the principals of allowedPrincipals', async () => {
    const stack = [role('deployment'), inlinePolicy('deployment', allow('cloudwatch:PutMetricAlarm', alarm))];
    assert.equal((await runRule(iamMonitoringTampering, stack)).violations.length, 1);
    const config = { allowedPrincipals: ['aws:iam/role:Role::deployment'] };
    assert.deepEqual(await runRule(iamMonitoringTampering, stack, config), clean);
  });

  it('reports control of a resource that is not known yet', async () => {
    const policy = { Statement: [allow('sqs:PurgeQueue', unknown)] };
    const stack = [role('ops'), { ...inlinePolicy('ops'), props: { role: 'ops', policy } }];
    assert.deepEqual((await runRule(iamMonitoringTampering, stack)).violations, [
      [
        'ops',
        "Role 'ops' can disable the monitoring: statement 1 of role policy 'ops-policy' allows sqs:PurgeQueue; remove the " +
          'actions, or add the principal to allowedPrincipals.',
      ],
    ]);
  });

  it('reports an AWS managed policy once, with what to attach instead', async () => {
    const arn = 'arn:aws:iam::aws:policy/AmazonSQSFullAccess';
    const { violations } = await runRule(iamMonitoringTampering, [role('ops', { managedPolicyArns: [arn] })]);
    assert.deepEqual(violations, [
      [
        'ops',
        "Role 'ops' can disable the monitoring: AWS managed policy 'AmazonSQSFullAccess' allows sqs:DeleteQueue, sqs:PurgeQueue, " +
          "sqs:SetQueueAttributes and 1 more on '*'; attach a policy of your own without these actions instead, or add the " +
          'principal to allowedPrincipals.',
      ],
    ]);
  });
});
