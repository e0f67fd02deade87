import assert from 'node:assert/strict';
import { PutMetricAlarmCommand, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { CreateRoleCommand, type CreateRoleCommandInput } from '@aws-sdk/client-iam';
import type { StoreOnLocalAws } from './storeOnLocalAws';

/** A call that AWS refuses, and how. */
export type RefusedCall = readonly [
  title: string,
  send: () => Promise<unknown>,
  refusal: { readonly name: string; readonly message: RegExp },
];

/** Call in a `describe`: a test for each call, and one for what the local AWS recorded of them. */
export function testRefusedCalls(store: StoreOnLocalAws, calls: readonly RefusedCall[]): void {
  for (const [title, send, refusal] of calls) it(title, () => assert.rejects(send, refusal));

  it('records every refusal', async () => {
    const { findings } = await store.local.callChecks();
    assert.equal(findings.filter(({ kind }) => kind === 'refused request').length, calls.length);
  });
}

/** Calls with one change that AWS may refuse. */
export function changedCalls(store: StoreOnLocalAws) {
  return {
    putAlarm: (change: Partial<PutMetricAlarmCommandInput>) =>
      store.aws.cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName: 'a',
          Namespace: 'n',
          MetricName: 'm',
          Statistic: 'Sum',
          Period: 3600,
          EvaluationPeriods: 1,
          Threshold: 0,
          ComparisonOperator: 'GreaterThanThreshold',
          ...change,
        }),
      ),
    createRole: (change: Partial<CreateRoleCommandInput>) =>
      store.aws.iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: '{}', ...change })),
  };
}
