import assert from 'node:assert/strict';
import { logRetention } from '../../../policy/rules/logRetention';
import { runRule, type StackResource, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const lambda: StackResource = {
  type: 'aws:lambda/function:Function',
  name: 'incidents',
  props: { name: 'incidents-1a' },
};

function group(props: Readonly<Record<string, unknown>> = {}, from: StackResource['from'] = {}): StackResource {
  const whole = { name: '/aws/lambda/incidents-1a', retentionInDays: 30, kmsKeyId: unknown, ...props };
  return { type: 'aws:cloudwatch/logGroup:LogGroup', name: 'incidents-log', props: whole, from };
}

describe('log-retention', () => {
  it('passes a complete log group, and a function with one', async () => {
    assert.deepEqual(await runRule(logRetention, [lambda, group()]), clean);
    const madeFrom = group({ name: unknown }, { name: ['incidents'] });
    assert.deepEqual(await runRule(logRetention, [{ ...lambda, props: {} }, madeFrom]), clean);
    const chosen = { ...lambda, props: { name: 'incidents-1a', loggingConfig: { logGroup: '/own' } } };
    assert.deepEqual(await runRule(logRetention, [chosen, group({ name: '/own' })]), clean);
  });

  it('reports an endless or out-of-bounds retention, and a missing key', async () => {
    const forEver = "Log group 'incidents-log' keeps its logs forever: set retentionInDays to a value from 7 to 90.";
    const config = { minDays: 7, maxDays: 90 };
    const cases = [
      [{ retentionInDays: 0 }, forEver],
      [{ retentionInDays: undefined }, forEver],
      [
        { retentionInDays: 1 },
        "Log group 'incidents-log' keeps its logs for 1 days: set retentionInDays to a value from 7 to 90.",
      ],
      [
        { kmsKeyId: undefined },
        "Log group 'incidents-log' is not encrypted with a customer managed key: set kmsKeyId to one whose " +
          'policy allows logs.<region>.amazonaws.com (logs.<region>.amazonaws.com.cn in China).',
      ],
    ] as const;
    for (const [change, text] of cases) {
      assert.deepEqual((await runRule(logRetention, [group(change)], config)).violations, [['incidents-log', text]]);
    }
  });

  it('reports a function without a log group', async () => {
    assert.deepEqual((await runRule(logRetention, [lambda, group({ name: '/aws/lambda/other' })])).violations, [
      [
        'incidents',
        "Function 'incidents' has no log group in this stack, so Lambda creates one that keeps its logs " +
          'forever: add an aws.cloudwatch.LogGroup named /aws/lambda/<function>.',
      ],
    ]);
  });

  it('does not apply to a stack without logs', async () => {
    assert.deepEqual(await runRule(logRetention, [{ type: 'aws:sqs/queue:Queue', name: 'tickets' }]), clean);
  });

  it('is undetermined with names or values known only during the update', async () => {
    const parameter = { type: 'aws:ssm/parameter:Parameter', name: 'days' };
    const later = group({ name: unknown, retentionInDays: unknown }, { retentionInDays: ['days'] });
    assert.deepEqual(await runRule(logRetention, [parameter, lambda, later]), {
      violations: [],
      undetermined: [
        [
          'incidents-log',
          "log-retention: the retention of log group 'incidents-log' is not known before the update (it " +
            "comes from 'days').",
        ],
        [
          'incidents',
          "log-retention: whether function 'incidents' logs to log group 'incidents-log' is not known " +
            'before the update.',
        ],
      ],
    });
  });
});
