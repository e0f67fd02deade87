import { actionsOfService, actionTableDate, serviceNames } from '../iam/actions/actionFacts';
import { expandAction, isGlob } from '../iam/actions/actionPattern';
import { nearestName } from '../iam/actions/nearestName';
import { documentsOf, hasDocuments, type LocatedDocument } from '../iam/documents/documentsOf';
import { policyStatements } from '../iam/documents/policyStatements';
import { asList, holdsUnknown } from '../pack/propertyValue';
import { comingFrom, type Resource } from '../pack/resource';
import type { ResourceRule } from '../pack/rule';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';

/** An action that doesn't exist allows nothing, and in a Deny it refuses nothing: both look right in a review. */
export const iamKnownAction: ResourceRule = {
  id: 'iam-known-action',
  displayName: 'IAM actions exist',
  description: 'Every action that an IAM document names exists.',
  severity: 'medium',
  framework: {
    name: 'AWS IAM Access Analyzer policy checks',
    version: '1',
    reference: 'ERROR/INVALID_ACTION',
    specification: 'The action does not exist',
  },
  remediationSteps: "Correct the action's name; the service authorization reference of AWS lists them.",
  appliesTo: hasDocuments,
  check: (resource) => {
    const verdicts = documentsOf(resource).flatMap((document) => judgeDocument(resource, document));
    return verdicts.length > 0 ? verdicts : [passes(resource)];
  },
};

/** How many names of one document get a suggestion, which takes a search: a hostile document may have thousands. */
const suggestedNames = 10;

function judgeDocument(resource: Resource, { document, path, property }: LocatedDocument): Verdict[] {
  const where = `${path} of '${resource.name}'`;
  const read = policyStatements(document);
  // That a document can't be read, or not yet, is said once, by iam-no-wildcard.
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
    judgeUnknown(resource, action, `${label} in ${where}`.replace(/^s/, 'S'), i < suggestedNames),
  );
  if (unclear) {
    const reason = `a part of ${where} is known only during the update${comingFrom(resource, property)}.`;
    verdicts.push(undetermined(resource, reason));
  }
  return verdicts;
}

function exists(action: string): boolean {
  // A glob in the service is refused by iam-no-wildcard, and slow to expand.
  return isGlob(action.split(':')[0] ?? '') || expandAction(action).length > 0;
}

function judgeUnknown(resource: Resource, action: string, place: string, suggests: boolean): Verdict {
  const [service = '', name] = action.split(':');
  if (name === undefined) {
    return violates(resource, `${place} names '${action}', which has no service: write service:Action.`);
  }
  const actions = actionsOfService(service);
  if (actions) {
    const what = isGlob(name) ? 'matches no action' : 'does not exist';
    return violates(
      resource,
      `${place} names '${action}', which ${what}${suggestion(suggests ? nearestAction(actions, name) : undefined)}`,
    );
  }
  // A service may be newer than the table, unless the name is another's with a slip.
  const meant = suggests ? nearestName(service.toLowerCase(), serviceNames()) : undefined;
  const known = meant === undefined ? undefined : actionsOfService(meant)?.get(name.toLowerCase());
  if (known) return violates(resource, `${place} names '${action}', which does not exist${suggestion(known.name)}`);
  return undetermined(
    resource,
    `${place} names '${action}', of a service that the table of ${actionTableDate()} doesn't know.`,
  );
}

function nearestAction(actions: NonNullable<ReturnType<typeof actionsOfService>>, name: string): string | undefined {
  const nearest = isGlob(name) ? undefined : nearestName(name.toLowerCase(), [...actions.keys()]);
  return nearest === undefined ? undefined : actions.get(nearest)?.name;
}

function suggestion(name: string | undefined): string {
  return name === undefined ? ': correct it or take it out.' : `: do you mean '${name}'?`;
}
