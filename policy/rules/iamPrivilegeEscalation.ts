import { type Escalation, escalationsOf } from '../iam/permissions/escalationsOf';
import type { Grant } from '../iam/permissions/grant';
import {
  allowedPrincipalsSchema,
  finding,
  principalVerdicts,
  remedyFor,
  resourcesText,
} from '../iam/permissions/grantVerdicts';
import { namedEscalations } from '../iam/permissions/namedEscalations';
import type { Principal } from '../iam/principals/principals';
import type { StackRule } from '../pack/rule';
import { statementExample } from '../pack/ruleExample';
import { shortList } from '../pack/text/shortList';
import { undetermined, type Verdict } from '../pack/verdict';

export const iamPrivilegeEscalation: StackRule = {
  id: 'iam-privilege-escalation',
  displayName: 'No principal can extend its own permissions',
  description: 'No principal holds actions that together let it gain further permissions.',
  rationale: 'A principal that can extend its own permissions has all permissions, however few its policies list.',
  severity: 'critical',
  framework: {
    name: 'MITRE ATT&CK',
    version: '17',
    reference: 'T1098.003, T1548.005',
    specification:
      'Account manipulation: additional cloud roles; abuse elevation control: temporary elevated cloud access',
  },
  source: 'https://attack.mitre.org/techniques/T1098/003/',
  remediationSteps:
    'Name the roles, policies, users or functions in Resource for the first action of the path, remove one of its actions, ' +
    'or set a permissions boundary.',
  example: statementExample(
    { Action: 'iam:CreatePolicyVersion', Resource: '*' },
    { Action: 'iam:CreatePolicyVersion', Resource: 'arn:aws:iam::123456789012:policy/team/reports' },
  ),
  configSchema: allowedPrincipalsSchema,
  checkStack: (resources, settings) =>
    principalVerdicts(resources, settings, (principal) => [
      ...judgePaths(principal, escalationsOf(principal)),
      ...judgePaths(principal, namedEscalations(resources).get(principal) ?? []),
      ...judgeGaps(principal),
    ]),
};

/** Returns one finding for all paths that the same statements open; it describes the first path in full. */
function judgePaths(principal: Principal, escalations: readonly Escalation[]): Verdict[] {
  const byStatements = new Map<string, Escalation[]>();
  for (const escalation of escalations) {
    const key = [...new Set(escalation.grants.map(({ statement }) => statement.place))].sort().join();
    byStatements.set(key, [...(byStatements.get(key) ?? []), escalation]);
  }
  return [...byStatements.values()].map(([first, ...others]) => {
    const { path, grants, isOnNamed } = first as Escalation;
    const more =
      others.length === 0 ? '' : ` (other paths: ${shortList(others.map(({ path }) => path.needs.join(' + ')))})`;
    const remedy = remedyFor(
      (grants[0] as Grant).statement,
      `${isOnNamed ? '' : `name the resources of ${path.needs[0]}, or `}remove one of these actions`,
    );
    return finding(
      principal,
      `${principal.label} can gain further permissions: ${stepsText(first as Escalation)} ${path.needs.length > 1 ? 'are' : 'is'} enough to ${path.gain}${more}; ${remedy}.`,
    );
  });
}

/** `iam:PassRole on '*' (statement 1 of policy 'a') and ec2:RunInstances (statement 2 of policy 'b')`. */
function stepsText({ grants }: Escalation): string {
  const places = [...new Set(grants.map(({ statement }) => statement.place))];
  return places
    .map((place) => {
      const own = grants.filter(({ statement }) => statement.place === place);
      const names = own.map(({ facts }) => facts.name).join(', ');
      return `${names}${own[0] === grants[0] ? resourcesText(own.slice(0, 1), true) : ''} (${place})`;
    })
    .join(' and ');
}

/** Reports what is unknown about a principal, once for all rules that judge its permissions. */
function judgeGaps({ resource, label, gaps }: Principal): Verdict[] {
  return gaps.map((gap) =>
    undetermined(
      resource,
      `the permissions of ${label[0]?.toLowerCase()}${label.slice(1)} are not fully known: ${gap}.`,
    ),
  );
}
