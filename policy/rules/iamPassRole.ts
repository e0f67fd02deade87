import { grantsOf } from '../iam/permissions/effectivePermissions';
import { escalationsOf } from '../iam/permissions/escalationsOf';
import type { Grant } from '../iam/permissions/grant';
import { finding, principalVerdicts, remedyFor, resourcesText } from '../iam/permissions/grantVerdicts';
import { passedServices } from '../iam/permissions/passedServices';
import type { Principal } from '../iam/principals/principals';
import type { StackRule } from '../pack/rule';
import { statementExample } from '../pack/ruleExample';
import { shortList } from '../pack/text/shortList';
import type { Verdict } from '../pack/verdict';

const passRole = 'iam:PassRole';

export const iamPassRole: StackRule = {
  id: 'iam-pass-role',
  displayName: 'iam:PassRole is limited to named roles and services',
  description: 'Statements that allow iam:PassRole name the roles and the services that they can be passed to.',
  rationale:
    'Passing a role grants its permissions to whatever the service runs. Only the names of the role and the service limit that.',
  severity: 'high',
  framework: {
    name: 'AWS IAM Access Analyzer policy checks',
    version: '1',
    reference: 'SECURITY_WARNING/PASS_ROLE_WITH_STAR_IN_RESOURCE',
    specification: 'iam:PassRole with wildcards in the resource is overly permissive',
  },
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html',
  remediationSteps: "Name the roles in Resource and the service in a condition on 'iam:PassedToService'.",
  example: statementExample(
    { Action: 'iam:PassRole', Resource: '*' },
    {
      Action: 'iam:PassRole',
      Resource: 'arn:aws:iam::123456789012:role/monitor',
      Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    },
  ),
  checkStack: (resources, settings) => principalVerdicts(resources, settings, judge),
};

function judge(principal: Principal): Verdict[] {
  const texts = grantsOf(principal, passRole)
    .filter(({ statement }) => !statement.group)
    .flatMap((grant) => faultOf(principal, grant) ?? []);
  return [...new Set(texts)].map((text) => finding(principal, `${principal.label} ${text}.`));
}

function faultOf(principal: Principal, grant: Grant): string | undefined {
  const passed = passedServices(grant);
  if (!passed) return undefined;
  const { place } = grant.statement;
  if (grant.unlimited.length === 0) {
    if (passed.limited) return undefined;
    return (
      `can pass a role${resourcesText([grant], false)} to any service that the role trusts (${place}): ` +
      remedyFor(grant.statement, "add a condition on 'iam:PassedToService' that names the service")
    );
  }
  const uses = escalationsOf(principal).filter(({ grants }) => grants[0] === grant);
  const use =
    uses.length === 0
      ? 'but has no permission yet to use it'
      : `and use it with ${shortList(uses.map(({ path }) => path.needs.slice(1).join(' + ')))}`;
  const missing = passed.limited ? '' : " and the service in a condition on 'iam:PassedToService'";
  return `can pass any role to ${passed.text} (${place}) ${use}: ${remedyFor(grant.statement, `name the roles in Resource${missing}`)}`;
}
