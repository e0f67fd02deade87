import { type Grant, grantsOf } from '../iam/permissions/effectivePermissions';
import { escalationsOf } from '../iam/permissions/escalationsOf';
import { finding, onText, principalVerdicts, remedyIn } from '../iam/permissions/grantVerdicts';
import { passedServices } from '../iam/permissions/passedServices';
import type { Principal } from '../iam/principals/principals';
import type { StackRule } from '../pack/rule';
import { shortList } from '../pack/text/shortList';
import type { Verdict } from '../pack/verdict';

const passRole = 'iam:PassRole';

/** Who passes a role lends its rights: which role, and to which service, is the whole of what protects it. */
export const iamPassRole: StackRule = {
  id: 'iam-pass-role',
  displayName: 'Roles are passed by name',
  description: 'iam:PassRole names the roles, and the services that they may be passed to.',
  severity: 'high',
  framework: {
    name: 'AWS IAM Access Analyzer policy checks',
    version: '1',
    reference: 'SECURITY_WARNING/PASS_ROLE_WITH_STAR_IN_RESOURCE',
    specification: 'iam:PassRole with wildcards in the resource is overly permissive',
  },
  remediationSteps: "Name the roles in Resource, and the service in a condition on 'iam:PassedToService'.",
  checkStack: (resources, settings) => principalVerdicts(resources, settings, judge),
};

function judge(principal: Principal): Verdict[] {
  const faults = grantsOf(principal, passRole)
    .filter(({ statement }) => !statement.group)
    .flatMap((grant) => fault(principal, grant) ?? []);
  return [...new Set(faults)].map((text) => finding(principal, `${principal.label} ${text}.`));
}

function fault(principal: Principal, grant: Grant): string | undefined {
  const passed = passedServices(grant);
  if (!passed) return undefined;
  const { place } = grant.statement;
  if (grant.unlimited.length === 0) {
    if (passed.limited) return undefined;
    return (
      `may pass a role${onText([grant], false)} to any service that the role trusts (${place}): ` +
      remedyIn(grant.statement, "add a condition on 'iam:PassedToService' with the one that needs it")
    );
  }
  const uses = escalationsOf(principal).filter(({ grants }) => grants[0] === grant);
  const use =
    uses.length === 0
      ? 'nothing that it holds starts something with a role yet'
      : `it can use them with ${shortList(uses.map(({ path }) => path.needs.slice(1).join(' + ')))}`;
  const missing = passed.limited ? '' : ", and the service in a condition on 'iam:PassedToService'";
  return `may pass any role to ${passed.text} (${place}), and ${use}: ${remedyIn(grant.statement, `name the roles in Resource${missing}`)}`;
}
