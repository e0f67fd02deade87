import { isUnlimited } from '../resources/unlimitedResource';
import type { Grant } from './effectivePermissions';

/**
 * Of actions that have resources of several types, those that decide what they are worth: parts of their ARNs, of each list
 * one. Who may send one document to every instance runs nothing but that document; who may be one user in every database
 * has only that user's password.
 */
const decisiveTypes: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'ssm:SendCommand': [[':document/'], [':instance/', ':managed-instance/']],
  'ssm:StartSession': [[':instance/', ':managed-instance/', ':task/']],
  'ec2:ModifyInstanceAttribute': [[':instance/']],
  'apprunner:UpdateService': [[':service/']],
  'ecs:ExecuteCommand': [[':task/']],
  'bedrock-agentcore:InvokeCodeInterpreter': [[':code-interpreter-custom/']],
  'organizations:AttachPolicy': [[':policy/']],
  'organizations:DetachPolicy': [[':policy/']],
  'redshift:GetClusterCredentials': [[':dbuser:']],
};

/**
 * Of the grants of one action those that leave out no resource of its first decisive type; none when the others together
 * leave out some of another. All that are unlimited for an action that has no such types.
 */
export function selectUnlimitedGrants(grants: readonly Grant[]): readonly Grant[] {
  const unlimited = grants.filter((grant) => grant.unlimited.length > 0);
  const [reaching, ...others] = (decisiveTypes[grants[0]?.facts.name ?? ''] ?? []).map((types) =>
    unlimited.filter((grant) => reachesAll(grant, types)),
  );
  return others.some((each) => each.length === 0) ? [] : (reaching ?? unlimited);
}

/** Whether a grant leaves out no resource of one of some types. */
function reachesAll({ facts, unlimited }: Grant, types: readonly string[]): boolean {
  const shapes = facts.resources.filter((arn) => types.some((part) => arn.includes(part)));
  return unlimited.some((pattern) => shapes.some((arn) => isUnlimited(pattern, { ...facts, resources: [arn] })));
}
