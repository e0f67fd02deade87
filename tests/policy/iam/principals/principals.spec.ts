import assert from 'node:assert/strict';
import { managedPolicyTableDate } from '../../../../policy/iam/principals/managedPolicies';
import { principalsOf } from '../../../../policy/iam/principals/principals';
import { notYetKnown } from '../../../../policy/pack/propertyValue';
import { allow, attached, document, inlinePolicy, managedPolicy, resourcesOf, role } from '../../iamStack';
import type { StackResource } from '../../policyStack';

/** Label and places of the statements of each principal. */
function held(...stack: StackResource[]): Record<string, string[]> {
  return Object.fromEntries(
    principalsOf(resourcesOf(stack)).map(({ label, permissions }) => [
      label,
      permissions.statements.map(({ place }) => place),
    ]),
  );
}

const one = (type: string, name: string, props: object = {}, from = {}): StackResource => ({
  type: `aws:iam/${type[0]?.toLowerCase()}${type.slice(1)}:${type}`,
  name,
  props: { ...props },
  from,
});

describe('principals', () => {
  it('hold the policies that name them or were made from them', () => {
    const byName = one('RolePolicy', 'named', { role: 'ops-1a2b', policy: document(allow('s3:GetObject')) });
    const other = one('RolePolicy', 'copy', { role: 'ops-1a2b-copy', policy: document(allow('*')) }, { role: ['ops'] });
    assert.deepEqual(held(role('ops', { name: 'ops-1a2b' }), byName, other), {
      "Role 'ops'": ["statement 1 of role policy 'named'"],
      "Role 'ops-1a2b-copy'": ["statement 1 of role policy 'copy'"],
    });
    assert.deepEqual(held(role('ops'), inlinePolicy('ops', allow('s3:GetObject'))), {
      "Role 'ops'": ["statement 1 of role policy 'ops-policy'"],
    });
  });

  it('hold a policy that is attached twice once', () => {
    const all = one(
      'PolicyAttachment',
      'all',
      { roles: ['ops'], policyArn: 'x' },
      { roles: ['ops'], policyArn: ['read'] },
    );
    assert.deepEqual(held(role('ops'), managedPolicy('read', allow('s3:GetObject')), attached('ops', 'read'), all), {
      "Role 'ops'": ["statement 1 of policy 'read'"],
    });
  });

  it('include users with the permissions of their groups, by both types of membership', () => {
    const policy = (type: string, key: string, of: string) =>
      one(type, `${of}-policy`, { [key]: of, policy: document(allow('s3:GetObject')) }, { [key]: [of] });
    const stack = (membership: StackResource) =>
      held(
        one('Group', 'team'),
        one('User', 'ann'),
        policy('GroupPolicy', 'group', 'team'),
        policy('UserPolicy', 'user', 'ann'),
        membership,
      );
    const expected = {
      "Members of group 'team'": ["statement 1 of group policy 'team-policy'"],
      "User 'ann'": ["statement 1 of user policy 'ann-policy'", "statement 1 of group policy 'team-policy'"],
    };
    const users = one('GroupMembership', 'm', { users: ['ann'], group: 'team' }, { users: ['ann'], group: ['team'] });
    const groups = one(
      'UserGroupMembership',
      'm',
      { user: 'ann', groups: ['team'] },
      { user: ['ann'], groups: ['team'] },
    );
    assert.deepEqual(stack(users), expected);
    assert.deepEqual(stack(groups), expected);
  });

  it('include the future holder of an unattached policy, unless it is a boundary', () => {
    assert.deepEqual(held(managedPolicy('loose', allow('s3:GetObject'))), {
      "Holder of policy 'loose'": ["statement 1 of policy 'loose'"],
    });
    const bounded = role('ops', { permissionsBoundary: 'x' }, { permissionsBoundary: ['limit'] });
    assert.deepEqual(held(managedPolicy('limit', allow('*')), bounded), { "Role 'ops'": [] });
  });

  it('hold policies given by constants, but not those that the provider has yet to return', () => {
    const [resource] = resourcesOf([{ ...role('ops'), from: {}, props: {} }]);
    const holding = (value: unknown) => {
      const property = (key: string) => (key === 'managedPolicyArns' ? value : undefined);
      return principalsOf([{ ...resource, property } as never])[0];
    };
    const constant = holding(['arn:aws:iam::aws:policy/AdministratorAccess']);
    assert.deepEqual(
      constant?.permissions.statements.map(({ place }) => place),
      ["AWS managed policy 'AdministratorAccess'"],
    );
    assert.deepEqual([holding(notYetKnown)?.permissions.statements, holding(notYetKnown)?.gaps], [[], []]);
  });

  it('list policies that can not be read', () => {
    const gapsOf = (...stack: StackResource[]) =>
      principalsOf(resourcesOf(stack)).map(({ gaps, permissions }) => ({ gaps, boundary: permissions.boundary }));
    const foreign = one(
      'RolePolicyAttachment',
      'f',
      { role: 'ops', policyArn: 'arn:aws:iam::aws:policy/ViewOnlyAccess' },
      { role: ['ops'] },
    );
    assert.deepEqual(gapsOf(role('ops', { permissionsBoundary: 'arn:aws:iam::1:policy/b' }), foreign), [
      {
        gaps: [
          `AWS managed policy 'ViewOnlyAccess' is not in the pack's table of ${managedPolicyTableDate()} under 'arn:aws:iam::aws:policy/ViewOnlyAccess'`,
        ],
        boundary: { unknown: "policy 'arn:aws:iam::1:policy/b' is not in this stack" },
      },
    ]);
    const joined = one('UserGroupMembership', 'm', { user: 'ann', groups: ['admins'] }, { user: ['ann'] });
    assert.deepEqual(gapsOf(one('User', 'ann'), joined), [
      { gaps: ["group 'admins' is not in this stack"], boundary: undefined },
    ]);
  });
});
