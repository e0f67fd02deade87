import assert from 'node:assert/strict';
import { iamMonitoringTampering } from '../../../../policy/rules/iamMonitoringTampering';
import { iamPrivilegeEscalation } from '../../../../policy/rules/iamPrivilegeEscalation';
import { allow, attached, deny, inlinePolicy, managedPolicy, role } from '../../iamStack';
import { runRule } from '../../policyStack';

const many = (count: number, letter: string) => Array.from({ length: count }, (_, i) => `*${letter}${i}`);

describe('limitComparisons', () => {
  const stack = [
    role('ops'),
    ...[0, 1, 2].flatMap((i) => [
      managedPolicy(`p${i}`, allow('sns:*', many(1_000, 'a')), deny('*', [...many(999, 'b'), i === 2 ? '*a*' : '*c'])),
      attached('ops', `p${i}`),
    ]),
  ];

  it('reports that Deny statements are ignored, and the permissions that they would deny', async () => {
    const { undetermined } = await runRule(iamPrivilegeEscalation, stack);
    assert.deepEqual(undetermined, [
      [
        'ops',
        "iam-privilege-escalation: the permissions of role 'ops' are not fully known: 3000 resource patterns in its Deny " +
          'statements are too many to compare with 3000 allowed patterns; some Deny statements are ignored.',
      ],
    ]);
    const { violations } = await runRule(iamMonitoringTampering, stack);
    assert.match(violations[0]?.[1] ?? '', /^Role 'ops' can disable the monitoring: /);
  });

  it('ignores the longest Deny first', async () => {
    const { violations } = await runRule(iamMonitoringTampering, [...stack, inlinePolicy('ops', deny('*', '*'))]);
    assert.deepEqual(violations, []);
  });

  it('makes every finding undetermined when a boundary has too many patterns', async () => {
    const limit = { permissionsBoundary: 'arn:aws:iam::123456789012:policy/limit' };
    const { violations, undetermined } = await runRule(iamMonitoringTampering, [
      managedPolicy('limit', allow('*', many(400, 'b'))),
      role('ops', limit, { permissionsBoundary: ['limit'] }),
      inlinePolicy('ops', allow('sns:Unsubscribe', many(400, 'a'))),
    ]);
    assert.deepEqual(violations, []);
    assert.match(
      undetermined[0]?.[1] ?? '',
      /unless the boundary denies it \(its 400 resource patterns are too many to compare with 400 allowed patterns\)/,
    );
  });

  it('compares all statements when they have few patterns', async () => {
    const { violations, undetermined } = await runRule(iamMonitoringTampering, [
      role('ops'),
      inlinePolicy('ops', allow('sns:*', many(1_000, 'a')), deny('*', '*')),
    ]);
    assert.deepEqual({ violations, undetermined }, { violations: [], undetermined: [] });
  });
});
