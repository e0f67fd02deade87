import { coverageOf } from '../resources/typeCoverage';
import { isStarInPractice } from '../resources/unlimitedResource';
import type { Grant } from './grant';

/**
 * Actions with resources of several types, and the types that decide what the action permits, as parts of their ARNs; one
 * type of each list must be unlimited. For example, a principal that may send one document to every instance can run only
 * that document.
 */
const decisiveTypes: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'ssm:SendCommand': [[':document/'], [':instance/', ':managed-instance/']],
  'ssm:CreateAssociation': [[':document/'], [':instance/', ':managed-instance/']],
  'ssm:UpdateAssociation': [[':document/'], [':instance/', ':managed-instance/']],
  'ssm:StartSession': [[':instance/', ':managed-instance/', ':task/']],
  'ec2:ModifyInstanceAttribute': [[':instance/']],
  'apprunner:UpdateService': [[':service/']],
  'ecs:ExecuteCommand': [[':task/']],
  'eks:AssociateAccessPolicy': [[':access-entry/', ':cluster/']],
  'bedrock-agentcore:InvokeCodeInterpreter': [[':code-interpreter-custom/']],
  'organizations:AttachPolicy': [[':policy/']],
  'organizations:DetachPolicy': [[':policy/']],
  'redshift:GetClusterCredentials': [[':dbuser:']],
};

/**
 * The grants of one action that cover every resource of its first decisive type, if together they cover every resource of
 * the other decisive types too. For an action without decisive types, all unlimited grants.
 */
export function selectUnlimitedGrants(grants: readonly Grant[]): readonly Grant[] {
  const unlimited = grants.filter((grant) => grant.unlimited.length > 0);
  const [first, ...others] = (decisiveTypes[grants[0]?.facts.name ?? ''] ?? []).map((types) =>
    unlimited.filter((grant) => coversType(grant, types)),
  );
  return others.some((covering) => covering.length === 0) ? [] : (first ?? unlimited);
}

/** Whether a grant covers every resource of one of the types. */
function coversType({ facts, unlimited, statement }: Grant, types: readonly string[]): boolean {
  if (isStarInPractice(facts)) return false;
  const shapes = facts.resources.filter((arn) => types.some((part) => arn.includes(part)));
  return coverageOf(shapes, [{ resources: unlimited, except: statement.except }]).share !== 'part';
}
