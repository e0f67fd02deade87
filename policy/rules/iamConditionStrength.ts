import type { ActionFacts } from '../iam/actions/actionFacts';
import { expandAction, isGlob } from '../iam/actions/actionPattern';
import { conditionStrength, type JudgedCondition } from '../iam/conditions/conditionStrength';
import { hasDocuments } from '../iam/documents/documentsOf';
import { type StatementFinding, statementVerdicts } from '../iam/documents/statementVerdicts';
import { type PlainObject, textsOf } from '../pack/propertyValue';
import type { ResourceRule } from '../pack/rule';
import { quotedList } from '../pack/text/shortList';

/** A condition looks like a limit in a review; one that everybody meets, or nobody, is none. */
export const iamConditionStrength: ResourceRule = {
  id: 'iam-condition-strength',
  displayName: 'Conditions limit something',
  description: 'A condition of an IAM statement can fail and can be met, and leaving its key out does not meet it.',
  severity: 'medium',
  framework: {
    name: 'AWS IAM Access Analyzer policy checks',
    version: '1',
    reference: 'SUGGESTION/REDUNDANT_CONDITION, SECURITY_WARNING/FORALLVALUES_WITH_SINGLE_VALUED_KEY',
    specification: 'Conditions are neither redundant, nor unreachable, nor overly permissive',
  },
  remediationSteps:
    'Ask for keys that the action sends (the service authorization reference of AWS lists them), with values that leave ' +
    "something out; where a key may be absent, leave out IfExists and ForAllValues or add Null 'false' for it.",
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

/** The condition as each action of a statement meets it; a glob counts only where all that it stands for agree. */
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
      const effect = denies ? 'denies nothing' : 'allows nothing';
      return [
        {
          text: `${what} is never met (${why}), so that it ${effect}: correct the condition or take the statement out.`,
        },
      ];
    }
    case 'vacuous':
      if (denies) return [];
      return [{ text: `${what} limits nobody (${why}): ask for something that leaves others out.` }];
    case 'weak':
      if (denies) return [];
      return [{ text: `${what} a caller can get round (${why}): ask for a key that can't be left out or made up.` }];
    case 'unknown':
      return isKnownLater(why) ? [] : [{ text: `has a condition that can't be judged: ${why}.`, open: true }];
    case 'none':
    case 'strong':
      return [];
  }
}

/** That a part is known only during the update is said once for the whole document. */
function isKnownLater(why: string): boolean {
  return /is not known yet$/.test(why);
}
