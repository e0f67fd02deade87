import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import type { RoleArgs, RolePolicyArgs } from '@pulumi/aws/iam';
import { clientConfig, lazily } from '../table/clients';
import { document, local, type Plain, replaces, resourceType, updates } from '../table/resourceType';
import { changeTags, tagList, tagMap, tags } from './tagList';

const iam = lazily(() => new IAMClient(clientConfig()));

const names = { pattern: /^[\w+=,.@-]+$/, allowed: 'letters, digits and any of _ + = , . @ -' } as const;

/** IAM returns documents URL-encoded. */
function decodeDocument(text: string | undefined): string | undefined {
  return text === undefined ? undefined : decodeURIComponent(text);
}

async function updateRole(RoleName: string, news: Plain<RoleArgs>, olds: Plain<RoleArgs>): Promise<void> {
  const trust = news.assumeRolePolicy as string;
  if (trust !== olds.assumeRolePolicy) {
    await iam().send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust }));
  }
  await iam().send(
    new UpdateRoleCommand({
      RoleName,
      Description: news.description ?? '',
      MaxSessionDuration: news.maxSessionDuration ?? 3600,
    }),
  );
  if (news.permissionsBoundary !== olds.permissionsBoundary) {
    const PermissionsBoundary = news.permissionsBoundary;
    if (PermissionsBoundary) await iam().send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
    else await iam().send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
  }
  await changeTags(olds.tags, news.tags, {
    remove: (TagKeys) => iam().send(new UntagRoleCommand({ RoleName, TagKeys })),
    set: (tagged) => iam().send(new TagRoleCommand({ RoleName, Tags: tagList(tagged) })),
  });
}

/** Deletes all inline policies of a role, also those that the program does not manage. */
async function deleteInlinePolicies(RoleName: string): Promise<void> {
  const { PolicyNames } = await iam().send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames ?? []) await iam().send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
}

const role = resourceType<RoleArgs>({
  token: 'aws:iam/role:Role',
  properties: {
    name: replaces(),
    assumeRolePolicy: document(),
    description: updates({ default: '' }),
    forceDetachPolicies: local(false),
    maxSessionDuration: updates({ default: 3600 }),
    path: replaces({ default: '/' }),
    permissionsBoundary: updates(),
    tags,
  },
  required: ['assumeRolePolicy'],
  autoName: { property: 'name', maxLength: 64, ...names },
  missing: ['NoSuchEntity', 'NoSuchEntityException'],
  create: async (inputs) => {
    const RoleName = inputs.name ?? '';
    await iam().send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: inputs.assumeRolePolicy as string,
        Description: inputs.description,
        MaxSessionDuration: inputs.maxSessionDuration,
        Path: inputs.path,
        PermissionsBoundary: inputs.permissionsBoundary,
        Tags: tagList(inputs.tags),
      }),
    );
    return RoleName;
  },
  read: async (RoleName) => {
    const { Role } = await iam().send(new GetRoleCommand({ RoleName }));
    const { Tags } = await iam().send(new ListRoleTagsCommand({ RoleName }));
    return {
      name: RoleName,
      assumeRolePolicy: decodeDocument(Role?.AssumeRolePolicyDocument),
      description: Role?.Description ?? '',
      maxSessionDuration: Role?.MaxSessionDuration,
      path: Role?.Path,
      permissionsBoundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
      tags: tagMap(Tags),
      arn: Role?.Arn,
      createDate: Role?.CreateDate?.toISOString(),
      uniqueId: Role?.RoleId,
    };
  },
  update: updateRole,
  delete: async (RoleName, state) => {
    if (state.forceDetachPolicies) await deleteInlinePolicies(RoleName);
    await iam().send(new DeleteRoleCommand({ RoleName }));
  },
});

const rolePolicyId = /^(?<RoleName>[^:]+):(?<PolicyName>.+)$/;

/** Parts of a role policy's id, `<role>:<name>`. */
function parseRolePolicyId(id: string): { RoleName: string; PolicyName: string } {
  const { RoleName = '', PolicyName = '' } = rolePolicyId.exec(id)?.groups ?? {};
  return { RoleName, PolicyName };
}

const rolePolicy = resourceType<RolePolicyArgs>({
  token: 'aws:iam/rolePolicy:RolePolicy',
  properties: { name: replaces(), role: replaces(), policy: document() },
  required: ['role', 'policy'],
  autoName: { property: 'name', maxLength: 128, ...names },
  identity: ['role', 'name'],
  missing: ['NoSuchEntity', 'NoSuchEntityException'],
  create: async (inputs) => {
    const parts = { RoleName: inputs.role as unknown as string, PolicyName: inputs.name ?? '' };
    await iam().send(new PutRolePolicyCommand({ ...parts, PolicyDocument: inputs.policy as string }));
    return `${parts.RoleName}:${parts.PolicyName}`;
  },
  read: async (id) => {
    const { PolicyName, RoleName, PolicyDocument } = await iam().send(new GetRolePolicyCommand(parseRolePolicyId(id)));
    return { name: PolicyName, role: RoleName, policy: decodeDocument(PolicyDocument) };
  },
  update: (id, news) =>
    iam().send(new PutRolePolicyCommand({ ...parseRolePolicyId(id), PolicyDocument: news.policy as string })),
  delete: (id) => iam().send(new DeleteRolePolicyCommand(parseRolePolicyId(id))),
});

export const rows = [role, rolePolicy];
