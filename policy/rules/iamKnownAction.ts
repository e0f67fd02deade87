import { actionsOfService, actionTableDate, serviceNames } from '../iam/actions/actionFacts';
import { expandAction, isGlob } from '../iam/actions/actionPattern';
import { nearestName } from '../iam/actions/nearestName';
import { documentsOf, hasDocuments, type LocatedDocument } from '../iam/documents/documentsOf';
import { policyStatements } from '../iam/documents/policyStatements';
import { asList, holdsUnknown } from '../pack/propertyValue';
import { comingFrom, type Resource } from '../pack/resource';
import type { ResourceRule } from '../pack/rule';
import { statementExample } from '../pack/ruleExample';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';

export const iamKnownAction: ResourceRule = {
  id: 'iam-known-action',
  displayName: 'IAM actions exist',
  description: 'Every action that an IAM document names exists.',
  rationale: "An action that doesn't exist allows nothing, and denies nothing in a Deny. Both look right in a review.",
  severity: 'medium',
  framework: {
    name: 'AWS IAM Access Analyzer policy checks',
    version: '1',
    reference: 'ERROR/INVALID_ACTION',
    specification: 'The action does not exist',
  },
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html',
  remediationSteps: 'Correct the name of the action; the AWS service authorization reference lists all actions.',
  example: statementExample(
    { Action: 's3:GetObjects', Resource: 'arn:aws:s3:::store-1a2b/*' },
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::store-1a2b/*' },
  ),
  appliesTo: hasDocuments,
  check: (resource) => {
    const verdicts = documentsOf(resource).flatMap((document) => judgeDocument(resource, document));
    return verdicts.length > 0 ? verdicts : [passes(resource)];
  },
};

/** Names of one document that get a suggestion. Each needs a search, and a hostile document may have thousands. */
const suggestedNames = 10;

function judgeDocument(resource: Resource, { document, label: documentLabel, property }: LocatedDocument): Verdict[] {
  const read = policyStatements(document);
  // iam-no-wildcard reports documents that can't be read.
  if ('broken' in read) return [];
  const unknownNames = new Map<string, string>();
  let unclear = false;
  for (const { label, fields } of read.statements) {
    for (const key of ['Action', 'NotAction']) {
      unclear ||= holdsUnknown(fields[key]);
      for (const action of asList(fields[key])) {
        if (typeof action === 'string' && !exists(action) && !unknownNames.has(action)) unknownNames.set(action, label);
      }
    }
  }
  const verdicts = [...unknownNames].map(([action, label], i) =>
    judgeUnknown(resource, action, `${label} of ${documentLabel}`, i < suggestedNames),
  );
  if (unclear) {
    const reason = `part of ${documentLabel} is known only during the update${comingFrom(resource, property)}.`;
    verdicts.push(undetermined(resource, reason));
  }
  return verdicts;
}

function exists(action: string): boolean {
  // iam-no-wildcard reports a glob in the service, which is slow to expand.
  return isGlob(action.split(':')[0] ?? '') || expandAction(action).length > 0;
}

function judgeUnknown(resource: Resource, action: string, place: string, suggests: boolean): Verdict {
  const [service = '', name] = action.split(':');
  if (name === undefined) {
    return violates(resource, `${place} names '${action}', which has no service prefix: use the form service:Action.`);
  }
  const actions = actionsOfService(service);
  if (actions) {
    const what = isGlob(name) ? 'matches no action' : 'does not exist';
    return violates(
      resource,
      `${place} names '${action}', which ${what}${suggestion(suggests ? nearestAction(actions, name) : undefined)}`,
    );
  }
  const meant = suggests ? nearestName(service.toLowerCase(), serviceNames()) : undefined;
  const known = meant === undefined ? undefined : actionsOfService(meant)?.get(name.toLowerCase());
  if (known) return violates(resource, `${place} names '${action}', which does not exist${suggestion(known.name)}`);
  return violates(
    resource,
    `${place} names '${action}', whose service is not in the action table of ${actionTableDate()}: fix the prefix, or update the ` +
      'pack if the service is newer.',
  );
}

function nearestAction(actions: NonNullable<ReturnType<typeof actionsOfService>>, name: string): string | undefined {
  const nearest = isGlob(name) ? undefined : nearestName(name.toLowerCase(), [...actions.keys()]);
  return nearest === undefined ? undefined : actions.get(nearest)?.name;
}

function suggestion(name: string | undefined): string {
  return name === undefined ? ': fix or remove it.' : `: did you mean '${name}'?`;
}
