import type { ActionFacts } from '../iam/actions/actionFacts';
import { expandAction, isGlob } from '../iam/actions/actionPattern';
import { conditionStrength, type JudgedCondition } from '../iam/conditions/conditionStrength';
import { hasDocuments } from '../iam/documents/documentsOf';
import { type StatementFinding, statementVerdicts } from '../iam/documents/statementVerdicts';
import { type PlainObject, textsOf } from '../pack/propertyValue';
import type { ResourceRule } from '../pack/rule';
import { statementExample } from '../pack/ruleExample';
import { quotedList } from '../pack/text/shortList';

export const iamConditionStrength: ResourceRule = {
  id: 'iam-condition-strength',
  displayName: 'Conditions limit access',
  description:
    'Every condition of an IAM statement can be met, can fail, and fails when its key is missing from the request.',
  rationale: 'A condition that every request meets, or none, still looks like a limit in a review.',
  severity: 'medium',
  framework: {
    name: 'AWS IAM Access Analyzer policy checks',
    version: '1',
    reference: 'SUGGESTION/REDUNDANT_CONDITION, SECURITY_WARNING/FORALLVALUES_WITH_SINGLE_VALUED_KEY',
    specification: 'Conditions are neither redundant, nor unreachable, nor overly permissive',
  },
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html',
  remediationSteps:
    'Use condition keys that the action supports (see the AWS service authorization reference), with values that exclude ' +
    "some requests. Where a key may be missing from a request, remove IfExists and ForAllValues, or add Null 'false' for it.",
  example: statementExample(
    {
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::store-1a2b/*',
      Condition: { StringLike: { 'aws:PrincipalOrgID': '*' } },
    },
    {
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::store-1a2b/*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    },
  ),
  appliesTo: hasDocuments,
  check: (resource) =>
    statementVerdicts(resource, { fields: ['Effect', 'Action', 'NotAction', 'Condition'], judge: judgeStatement }),
};

function judgeStatement(fields: PlainObject): StatementFinding[] {
  const denies = fields['Effect'] === 'Deny';
  const groups = new Map<string, { judged: JudgedCondition; actions: string[] }>();
  for (const { judged, action } of judgedActions(fields)) {
    const key = `${judged.strength} ${judged.why}`;
    const group = groups.get(key) ?? { judged, actions: [] };
    group.actions.push(action);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ judged, actions }) => finding(judged, actions, denies));
}

/** Judges the condition for each action of a statement. A glob counts only where all actions that it matches agree. */
function judgedActions(fields: PlainObject): { action: string; judged: JudgedCondition }[] {
  const condition = fields['Condition'];
  if (condition === undefined) return [];
  const judge = (facts: ActionFacts | undefined) => conditionStrength(condition, facts);
  const patterns = textsOf(fields['Action']);
  if (patterns.length === 0) return [{ action: '*', judged: judge(undefined) }];
  return patterns.flatMap((action) => {
    const expanded = isGlob(action.split(':')[0] ?? '') ? [] : expandAction(action);
    if (expanded.length === 0) return [{ action, judged: judge(undefined) }];
    const [first, ...others] = new Set(expanded.map(judge));
    return first && others.every(({ strength }) => strength === first.strength) ? [{ action, judged: first }] : [];
  });
}

function finding({ strength, why }: JudgedCondition, actions: readonly string[], denies: boolean): StatementFinding[] {
  const what = `${denies ? 'denies' : 'allows'} ${quotedList(actions)} under a condition that`;
  switch (strength) {
    case 'never': {
      return [
        {
          text: `${what} is never met (${why}), so the statement has no effect: fix the condition or remove the statement.`,
        },
      ];
    }
    case 'vacuous':
      if (denies) return [];
      return [{ text: `${what} limits nothing (${why}): add a condition that excludes other requests.` }];
    case 'weak':
      if (denies) return [];
      return [{ text: `${what} callers can bypass (${why}): use a key that callers can neither omit nor set.` }];
    case 'unknown':
      return isKnownLater(why) ? [] : [{ text: `has a condition that can't be evaluated: ${why}.`, open: true }];
    case 'none':
    case 'strong':
      return [];
  }
}

/** Parts that are known only during the update are reported once for the whole document. */
function isKnownLater(why: string): boolean {
  return /is not known yet$/.test(why);
}
