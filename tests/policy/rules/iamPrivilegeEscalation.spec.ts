import assert from 'node:assert/strict';
import { actionFacts } from '../../../policy/iam/actions/actionFacts';
import { escalationPaths } from '../../../policy/iam/paths/escalationPaths';
import { managedPolicyTableDate } from '../../../policy/iam/principals/managedPolicies';
import { iamPrivilegeEscalation } from '../../../policy/rules/iamPrivilegeEscalation';
import { allow, attached, deny, document, inlinePolicy, managedPolicy, role } from '../iamStack';
import { runRule, type StackResource, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };

async function findingTexts(...stack: StackResource[]): Promise<string[]> {
  return (await runRule(iamPrivilegeEscalation, stack)).violations.map(([name, text]) => `${name}: ${text}`);
}

describe('iam-privilege-escalation', () => {
  it('names actions as in the action table', () => {
    for (const action of new Set(escalationPaths.flatMap(({ needs }) => needs))) {
      assert.equal(actionFacts(action)?.name, action);
    }
  });

  it('finds each path by itself', async () => {
    const stack = escalationPaths
      .filter(({ kinds }) => !kinds?.includes('user'))
      .flatMap(({ needs }, i) => [role(`ops${i}`), inlinePolicy(`ops${i}`, allow(needs))]);
    const named = (await findingTexts(...stack)).map((text) => text.split(':')[0]);
    assert.deepEqual(named, [...new Set(named)]);
    assert.equal(named.length, stack.length / 2);
  });

  it('passes a role without a path', async () => {
    const stack = [role('ops'), inlinePolicy('ops', allow('lambda:CreateFunction'), allow('s3:GetObject'))];
    assert.deepEqual(await runRule(iamPrivilegeEscalation, stack), clean);
    const named = allow('iam:PutRolePolicy', 'arn:aws:iam::123456789012:role/app');
    assert.deepEqual(await runRule(iamPrivilegeEscalation, [role('ops'), inlinePolicy('ops', named)]), clean);
  });

  it('does not apply to a stack without principals', async () => {
    assert.deepEqual(await runRule(iamPrivilegeEscalation, [{ type: 'aws:s3/bucket:Bucket', name: 'store' }]), clean);
  });

  it('follows a path across several policies of a principal', async () => {
    const launch = allow(['lambda:CreateFunction', 'lambda:InvokeFunction'], 'arn:aws:lambda:*:*:function:ops-*');
    const stack = [
      role('ops'),
      inlinePolicy('ops', { ...allow('iam:PassRole'), Sid: 'Pass' }),
      managedPolicy('run', launch),
      attached('ops', 'run'),
    ];
    assert.deepEqual(await findingTexts(...stack), [
      "ops: Role 'ops' can gain further permissions: iam:PassRole on '*' (statement 'Pass' of role policy 'ops-policy') and " +
        "lambda:CreateFunction, lambda:InvokeFunction (statement 1 of policy 'run') are enough to start a function with any " +
        'role that trusts lambda.amazonaws.com; name the resources of iam:PassRole, or remove one of these actions.',
    ]);
  });

  it('reports all paths of the same statements in one finding', async () => {
    const stack = [role('ops'), inlinePolicy('ops', allow('iam:*Policy'))];
    assert.deepEqual(await findingTexts(...stack), [
      "ops: Role 'ops' can gain further permissions: iam:AttachRolePolicy on '*' (statement 1 of role policy 'ops-policy') is " +
        'enough to attach any policy to its own role (other paths: iam:PutRolePolicy, iam:AttachUserPolicy, iam:PutUserPolicy ' +
        'and 3 more); name the resources of iam:AttachRolePolicy, or remove one of these actions.',
    ]);
  });

  it('judges an action with several resource types by those that decide', async () => {
    const ofOps = (...statements: object[]) => findingTexts(role('ops'), inlinePolicy('ops', ...statements));
    const instances = allow('ssm:SendCommand', 'arn:aws:ec2:*:*:instance/*');
    const snapshots = allow('ssm:SendCommand', 'arn:aws:ssm:*:*:document/AWSEC2-CreateVssSnapshot');
    assert.deepEqual(await ofOps(instances, snapshots), []);
    assert.equal((await ofOps(instances, allow('ssm:SendCommand', 'arn:aws:ssm:*:*:document/*'))).length, 1);
    assert.deepEqual(await ofOps(allow('ssm:StartSession', 'arn:aws:ssm:*:*:document/*')), []);
    assert.equal((await ofOps(allow('ssm:StartSession', 'arn:aws:ec2:*:*:instance/*'))).length, 1);
  });

  it('applies passed services, a Deny, a boundary and a condition', async () => {
    const launch = allow(['ec2:RunInstances', 'iam:ListRoles']);
    const passed = (service: string) =>
      allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:PassedToService': service } } });
    const ofOps = (...statements: object[]) => findingTexts(role('ops'), inlinePolicy('ops', ...statements));
    assert.equal((await ofOps(launch, passed('ec2.amazonaws.com'))).length, 1);
    assert.equal((await ofOps(launch, passed('ec2.amazonaws.com.cn'))).length, 1);
    assert.deepEqual(await ofOps(launch, passed('lambda.amazonaws.com')), []);
    assert.deepEqual(await ofOps(launch, allow('iam:PassRole'), deny('iam:PassRole')), []);
    const limited = role('ops', { permissionsBoundary: 'x' }, { permissionsBoundary: ['limit'] });
    const limit = managedPolicy('limit', allow('ec2:*'));
    assert.deepEqual(await findingTexts(limit, limited, inlinePolicy('ops', launch, allow('iam:PassRole'))), []);
    const ours = { StringEquals: { 'aws:PrincipalTag/team': 'platform' } };
    assert.deepEqual(await ofOps(allow('iam:PutUserPolicy', '*', { Condition: ours })), []);
    const ownAccount = { StringEquals: { 'aws:ResourceAccount': `\${aws:PrincipalAccount}` } };
    assert.equal((await ofOps(allow('iam:PutUserPolicy', '*', { Condition: ownAccount }))).length, 1);
    assert.equal((await ofOps(launch, allow('iam:PassRole', '*', { Condition: ownAccount }))).length, 1);
    const anybody = { StringLike: { 'aws:PrincipalTag/team': '*' } };
    assert.equal((await ofOps(allow('iam:PutUserPolicy', '*', { Condition: anybody }))).length, 1);
  });

  it('reads AWS managed policies, and leaves unknown ones undetermined', async () => {
    const arns = ['arn:aws:iam::aws:policy/IAMFullAccess', 'arn:aws:iam::aws:policy/job-function/NewerThanTheTable'];
    const { violations, undetermined } = await runRule(iamPrivilegeEscalation, [
      role('ops', { managedPolicyArns: arns }),
    ]);
    assert.deepEqual(violations, [
      [
        'ops',
        "Role 'ops' can gain further permissions: iam:CreatePolicyVersion on '*' (AWS managed policy 'IAMFullAccess') is enough to " +
          'rewrite any policy of the account (other paths: iam:SetDefaultPolicyVersion, iam:AttachRolePolicy, iam:PutRolePolicy ' +
          'and 14 more); replace the AWS managed policy with your own and name the resources of iam:CreatePolicyVersion, ' +
          'or remove one of these actions.',
      ],
    ]);
    assert.deepEqual(undetermined, [
      [
        'ops',
        "iam-privilege-escalation: the permissions of role 'ops' are not fully known: AWS managed policy 'NewerThanTheTable' is not in " +
          `the pack's table of ${managedPolicyTableDate()} under '${arns[1]}'.`,
      ],
    ]);
    const viewing = role('view', { managedPolicyArns: ['arn:aws:iam::aws:policy/job-function/ViewOnlyAccess'] });
    assert.deepEqual(await runRule(iamPrivilegeEscalation, [viewing]), clean);
  });

  it('reads an AWS managed policy as a boundary', async () => {
    const bounded = (arn: string) => role('ops', { permissionsBoundary: `arn:aws:iam::aws:policy/${arn}` });
    const inline = inlinePolicy('ops', allow('iam:PutUserPolicy'), allow('lambda:UpdateFunctionCode'));
    assert.equal((await findingTexts(bounded('AWSLambda_FullAccess'), inline)).length, 1);
    assert.deepEqual(await runRule(iamPrivilegeEscalation, [bounded('ReadOnlyAccess'), inline]), clean);
  });

  it('reports a group for what its members have from it, and a user for what they have from elsewhere', async () => {
    const member: StackResource = {
      type: 'aws:iam/userGroupMembership:UserGroupMembership',
      name: 'ann-in-team',
      props: { user: 'ann', groups: ['team'] },
      from: { user: ['ann'], groups: ['team'] },
    };
    const policyOf = (kind: 'user' | 'group', of: string, actions: unknown): StackResource => ({
      type: kind === 'user' ? 'aws:iam/userPolicy:UserPolicy' : 'aws:iam/groupPolicy:GroupPolicy',
      name: `${of}-policy`,
      props: { [kind]: of, policy: JSON.stringify({ Statement: allow(actions) }) },
      from: { [kind]: [of] },
    });
    const people = [
      { type: 'aws:iam/group:Group', name: 'team' },
      { type: 'aws:iam/user:User', name: 'ann' },
    ];
    const alone = await findingTexts(...people, policyOf('group', 'team', 'iam:PutUserPolicy'), member);
    assert.deepEqual(
      alone.map((text) => text.split(' can ')[0]),
      ["team: Members of group 'team'"],
    );
    const both = await findingTexts(
      ...people,
      policyOf('group', 'team', 'ec2:RunInstances'),
      policyOf('user', 'ann', 'iam:PassRole'),
      member,
    );
    assert.deepEqual(
      both.map((text) => text.split(' can ')[0]),
      ["ann: User 'ann'"],
    );
  });

  it('passes the principals of allowedPrincipals', async () => {
    const stack = [role('deployment'), inlinePolicy('deployment', allow('iam:PutRolePolicy'))];
    const allowed = { allowedPrincipals: ['aws:iam/role:Role::deploy*'] };
    assert.deepEqual(await runRule(iamPrivilegeEscalation, stack, allowed), clean);
  });

  it('judges known parts beside unknown ones, and leaves an unknown boundary undetermined', async () => {
    const policy = { Statement: [allow(['iam:PutUserPolicy', unknown], ['*', unknown]), unknown] };
    const inline = { ...inlinePolicy('ops'), props: { role: unknown, policy } };
    assert.equal((await findingTexts(role('ops'), inline)).length, 1);
    const limited = role('ops', { permissionsBoundary: unknown });
    assert.deepEqual(await runRule(iamPrivilegeEscalation, [limited, inline]), {
      violations: [],
      undetermined: [
        [
          'ops',
          'iam-privilege-escalation: unless the boundary denies it (it is known only during the update): Role ' +
            "'ops' can gain further permissions: iam:PutUserPolicy on '*' (statement 1 of role policy 'ops-policy') is enough to " +
            'put any inline policy on a user; name the resources of iam:PutUserPolicy, or remove one of these actions.',
        ],
      ],
    });
  });

  it('finds what a principal may change of its own', async () => {
    const arnOf = (path: string) => `arn:aws:iam::123456789012:${path}`;
    const user = { type: 'aws:iam/user:User', name: 'ann', props: { name: 'ann' } };
    const userPolicy = (action: string, resource: string): StackResource => ({
      type: 'aws:iam/userPolicy:UserPolicy',
      name: 'ann-policy',
      props: { user: 'ann', policy: document(allow(action, resource)) },
    });
    const byVariable = arnOf(`user/\${aws:username}`);
    assert.deepEqual(await findingTexts(user, userPolicy('iam:AttachUserPolicy', byVariable)), [
      `ann: User 'ann' can gain further permissions: iam:AttachUserPolicy on '${byVariable}' (statement 1 of user policy ` +
        "'ann-policy') is enough to attach any policy to its own user; remove one of these actions.",
    ]);
    assert.deepEqual(await findingTexts(user, userPolicy('iam:CreateAccessKey', byVariable)), []);
    assert.deepEqual(await findingTexts(user, userPolicy('iam:AttachUserPolicy', arnOf('user/bob'))), []);
    const named = role('ops', { name: 'ops' });
    const own = (...statements: object[]) => findingTexts(named, inlinePolicy('ops', ...statements));
    assert.equal((await own(allow('iam:PutRolePolicy', arnOf('role/ops')))).length, 1);
    assert.equal((await own(allow('iam:PutRolePolicy', arnOf('role/o*')))).length, 1);
    assert.deepEqual(await own(allow('iam:PutRolePolicy', arnOf('role/app'))), []);
    assert.deepEqual(await own(allow('iam:PutRolePolicy', arnOf('role/o*')), deny('*', arnOf('role/ops'))), []);
    const held = [managedPolicy('read', allow('s3:ListBucket', 'arn:aws:s3:::store')), attached('ops', 'read')];
    const rewriting = inlinePolicy('ops', allow('iam:CreatePolicyVersion', arnOf('policy/read')));
    assert.equal((await findingTexts(named, rewriting, ...held)).length, 1);
    assert.deepEqual(await findingTexts(named, rewriting), []);
  });

  it('finds a boundary that the principal can lift', async () => {
    const lifting = allow('iam:DeleteRolePermissionsBoundary', 'arn:aws:iam::123456789012:role/ops');
    const bounded = (...statements: object[]) => [
      managedPolicy('limit', ...statements),
      role('ops', { name: 'ops', permissionsBoundary: 'x' }, { permissionsBoundary: ['limit'] }),
      inlinePolicy('ops', lifting),
    ];
    assert.match(
      (await findingTexts(...bounded(allow('iam:*')))).join(),
      /enough to remove the permissions boundary of its own role/,
    );
    assert.deepEqual(await findingTexts(...bounded(allow('s3:*'))), []);
    assert.deepEqual(await findingTexts(role('ops', { name: 'ops' }), inlinePolicy('ops', lifting)), []);
  });

  it('follows roles that a principal may assume, over several hops', async () => {
    const arnOf = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
    const trusting = (name: string, principal: object) =>
      role(name, {
        name,
        assumeRolePolicy: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }),
      });
    const root = { AWS: 'arn:aws:iam::123456789012:root' };
    const chain = (principal: object) => [
      trusting('admin', principal),
      inlinePolicy('admin', allow('iam:AttachRolePolicy')),
      trusting('deploy', root),
      inlinePolicy('deploy', allow('sts:AssumeRole', arnOf('admin'))),
      trusting('ci', { Service: 'codebuild.amazonaws.com' }),
      inlinePolicy('ci', allow('sts:AssumeRole', arnOf('deploy'))),
    ];
    const names = (texts: readonly string[]) => texts.map((text) => text.split(':')[0]);
    const texts = await findingTexts(...chain(root));
    assert.deepEqual(names(texts), ['admin', 'deploy', 'ci']);
    assert.match(
      texts[2] ?? '',
      /is enough to assume role 'deploy', which can gain further permissions; remove one of/,
    );
    assert.deepEqual(names(await findingTexts(...chain({ Service: 'ec2.amazonaws.com' }))), ['admin']);
    const passing = inlinePolicy('ci', allow('iam:PassRole', arnOf('admin')), allow('ec2:RunInstances'));
    const launched = chain({ Service: 'ec2.amazonaws.com' }).slice(0, 5);
    assert.deepEqual(names(await findingTexts(...launched, passing)), ['admin', 'ci']);
  });
});
