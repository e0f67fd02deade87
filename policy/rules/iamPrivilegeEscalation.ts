import type { Grant } from '../iam/permissions/effectivePermissions';
import { type Escalation, escalationsOf } from '../iam/permissions/escalationsOf';
import { finding, onText, principalVerdicts, remedyIn } from '../iam/permissions/grantVerdicts';
import { allowedPrincipalsSchema } from '../iam/principals/allowedPrincipals';
import type { Principal } from '../iam/principals/principals';
import type { StackRule } from '../pack/rule';
import { shortList } from '../pack/text/shortList';
import { undetermined, type Verdict } from '../pack/verdict';

/** Rights that can be raised are all rights, however few they look. */
export const iamPrivilegeEscalation: StackRule = {
  id: 'iam-privilege-escalation',
  displayName: 'Nobody raises their own rights',
  description: 'No principal holds actions that together lead to rights that it was not given.',
  severity: 'critical',
  framework: {
    name: 'MITRE ATT&CK',
    version: '17',
    reference: 'T1098.003, T1548.005',
    specification:
      'Account manipulation: additional cloud roles; abuse elevation control: temporary elevated cloud access',
  },
  remediationSteps:
    'Name the roles, policies, users or functions in Resource of the first action of the path, take one action of the path ' +
    'away, or set a permissions boundary.',
  configSchema: allowedPrincipalsSchema,
  checkStack: (resources, settings) =>
    principalVerdicts(resources, settings, (principal) => [...judgePaths(principal), ...judgeGaps(principal)]),
};

/** One finding for all paths that the same statements open, with the first written out. */
function judgePaths(principal: Principal): Verdict[] {
  const byStatements = new Map<string, Escalation[]>();
  for (const escalation of escalationsOf(principal)) {
    const key = [...new Set(escalation.grants.map(({ statement }) => statement.place))].sort().join();
    byStatements.set(key, [...(byStatements.get(key) ?? []), escalation]);
  }
  return [...byStatements.values()].map(([first, ...others]) => {
    const { path, grants } = first as Escalation;
    const more = others.length === 0 ? '' : `, as are ${shortList(others.map(({ path }) => path.needs.join(' + ')))}`;
    const remedy = remedyIn(
      (grants[0] as Grant).statement,
      `name in Resource what ${path.needs[0]} is needed on, or take an action away`,
    );
    return finding(
      principal,
      `${principal.label} can gain further rights: ${stepsText(first as Escalation)}: enough to ${path.gain}${more}; ${remedy}.`,
    );
  });
}

/** `iam:PassRole on '*' (statement 1 in policy of 'a') with ec2:RunInstances (statement 2 in policy of 'b')`. */
function stepsText({ grants }: Escalation): string {
  const places = [...new Set(grants.map(({ statement }) => statement.place))];
  return places
    .map((place) => {
      const own = grants.filter(({ statement }) => statement.place === place);
      const names = own.map(({ facts }) => facts.name).join(', ');
      return `${names}${own[0] === grants[0] ? onText(own.slice(0, 1), true) : ''} (${place})`;
    })
    .join(' with ');
}

/** What isn't seen of a principal is said here, once for all rules that ask what it may do. */
function judgeGaps({ resource, label, gaps }: Principal): Verdict[] {
  return gaps.map((gap) => undetermined(resource, `what ${label} may do is not known in full: ${gap}.`));
}
