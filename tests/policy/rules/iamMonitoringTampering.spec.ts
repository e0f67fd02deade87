import assert from 'node:assert/strict';
import { iamMonitoringTampering } from '../../../policy/rules/iamMonitoringTampering';
import { allow, deny, inlinePolicy, role } from '../iamStack';
import { runRule, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const alarm = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:drift';

async function said(...statements: object[]): Promise<string[]> {
  const { violations } = await runRule(iamMonitoringTampering, [role('ops'), inlinePolicy('ops', ...statements)]);
  return violations.map(([, text]) => text);
}

describe('iam-monitoring-tampering', () => {
  it('passes who reads and reports', async () => {
    const reports = allow([
      'cloudwatch:PutMetricData',
      'cloudwatch:Describe*',
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
    ]);
    assert.deepEqual(await runRule(iamMonitoringTampering, [role('ops'), inlinePolicy('ops', reports)]), clean);
    assert.deepEqual(await said(allow('sqs:*'), deny(['sqs:Delete*', 'sqs:Purge*', 'sqs:Set*'])), []);
  });

  it('does not apply to a stack without principals', async () => {
    assert.deepEqual(await runRule(iamMonitoringTampering, [{ type: 'aws:sqs/queue:Queue', name: 'tickets' }]), clean);
  });

  it('refuses to silence even one named alarm', async () => {
    assert.deepEqual(await said(allow(['cloudwatch:D*Alarm*', 'cloudwatch:PutAlarmMuteRule'], alarm)), [
      "Role 'ops' can silence the monitoring: statement 1 in policy of 'ops-policy' allows cloudwatch:DeleteAlarms, " +
        `cloudwatch:DisableAlarmActions, cloudwatch:PutAlarmMuteRule on '${alarm}'; take them away, or list it in ` +
        'allowedPrincipals.',
    ]);
  });

  it('lets principals of a list do it', async () => {
    const stack = [role('deployment'), inlinePolicy('deployment', allow('cloudwatch:PutMetricAlarm', alarm))];
    assert.equal((await runRule(iamMonitoringTampering, stack)).violations.length, 1);
    const config = { allowedPrincipals: ['aws:iam/role:Role::deployment'] };
    assert.deepEqual(await runRule(iamMonitoringTampering, stack, config), clean);
  });

  it('refuses it on a resource that is not known yet', async () => {
    const policy = { Statement: [allow('sqs:PurgeQueue', unknown)] };
    const stack = [role('ops'), { ...inlinePolicy('ops'), props: { role: 'ops', policy } }];
    assert.deepEqual((await runRule(iamMonitoringTampering, stack)).violations, [
      [
        'ops',
        "Role 'ops' can silence the monitoring: statement 1 in policy of 'ops-policy' allows sqs:PurgeQueue; take them away, " +
          'or list it in allowedPrincipals.',
      ],
    ]);
  });

  it("says of AWS's own policy, once, what to attach instead", async () => {
    const arn = 'arn:aws:iam::aws:policy/AmazonSQSFullAccess';
    const { violations } = await runRule(iamMonitoringTampering, [role('ops', { managedPolicyArns: [arn] })]);
    assert.deepEqual(violations, [
      [
        'ops',
        "Role 'ops' can silence the monitoring: AWS's policy 'AmazonSQSFullAccess' allows sqs:DeleteQueue, sqs:PurgeQueue, " +
          "sqs:SetQueueAttributes on '*'; attach a policy of your own without them in place of AWS's, or list it in " +
          'allowedPrincipals.',
      ],
    ]);
  });
});
