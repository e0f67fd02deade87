import type { ActionFacts } from '../iam/actions/actionFacts';
import { expandAction, isGlob } from '../iam/actions/actionPattern';
import { hasDocuments } from '../iam/documents/documentsOf';
import { type StatementFinding, statementVerdicts } from '../iam/documents/statementVerdicts';
import { resourceFits } from '../iam/resources/resourceFits';
import { asList, notYetKnown, type PlainObject, textsOf } from '../pack/propertyValue';
import type { ResourceRule } from '../pack/rule';
import { statementExample } from '../pack/ruleExample';
import { quotedList } from '../pack/text/shortList';

export const iamResourceFits: ResourceRule = {
  id: 'iam-resource-fits',
  displayName: 'Actions apply to their resources',
  description: 'Every action of an IAM statement can apply to one of its resources.',
  rationale:
    'An action on a resource of another type allows nothing, and denies nothing in a Deny. Both look right in a review.',
  severity: 'medium',
  framework: {
    name: 'AWS IAM Access Analyzer policy checks',
    version: '1',
    reference: 'ERROR/UNSUPPORTED_RESOURCE_ARN_IN_POLICY, SUGGESTION/INEFFECTIVE_RESOURCE',
    specification: 'The action and the resource of a statement belong together',
  },
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html',
  remediationSteps:
    'Name resources of a type that the AWS service authorization reference lists for the action. Put actions that support ' +
    "only '*' into a statement of their own.",
  example: statementExample(
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::store-1a2b' },
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::store-1a2b/*' },
  ),
  appliesTo: hasDocuments,
  check: (resource) =>
    statementVerdicts(resource, { kind: 'permissions', fields: ['Action', 'Resource'], judge: judgeStatement }),
};

function judgeStatement(fields: PlainObject): StatementFinding[] {
  const resources = asList(fields['Resource']);
  // An ARN that isn't known yet may be of the right type.
  if (resources.length === 0 || resources.includes(notYetKnown)) return [];
  const patterns = textsOf(resources);
  const fitsByResources = new Map<readonly string[], boolean>();
  const fitsOne = (facts: ActionFacts): boolean => {
    const fits = fitsByResources.get(facts.resources) ?? patterns.some((resource) => resourceFits(resource, facts));
    fitsByResources.set(facts.resources, fits);
    return fits;
  };
  const groups = new Map<string, string[]>();
  for (const action of asList(fields['Action'])) {
    if (typeof action !== 'string' || isGlob(action.split(':')[0] ?? '')) continue;
    const expanded = expandAction(action);
    if (expanded.length === 0 || expanded.some(fitsOne)) continue;
    const remedy = remedyFor(expanded);
    groups.set(remedy, [...(groups.get(remedy) ?? []), action]);
  }
  const verb = fields['Effect'] === 'Deny' ? 'denies' : 'allows';
  return [...groups].map(([remedy, actions]) => ({
    text: `${verb} ${quotedList(actions)} on ${quotedList(patterns)}, to which ${actions.length > 1 ? 'they do' : 'it does'} not apply: ${remedy}.`,
  }));
}

/** Names the resources that the actions apply to, at most three. */
function remedyFor(expanded: readonly ActionFacts[]): string {
  const shapes = [...new Set(expanded.flatMap(({ resources }) => resources))];
  if (shapes.length === 0) return "use Resource '*' in a statement of its own";
  const [first = '', ...others] = shapes.slice(0, 3).map((arn) => `'${arn}'`);
  return `name ${[first, ...others].join(' or ')}`;
}
