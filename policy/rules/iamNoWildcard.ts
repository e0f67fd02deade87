import type { ActionFacts } from '../iam/actions/actionFacts';
import { expandAction, isGlob } from '../iam/actions/actionPattern';
import { isPlainlyWild, isWildAction } from '../iam/actions/wildActions';
import { documentsOf, hasDocuments, type LocatedDocument } from '../iam/documents/documentsOf';
import { policyStatements, type Statement } from '../iam/documents/policyStatements';
import { isUnlimited } from '../iam/resources/unlimitedResource';
import { narrowerStatement } from '../iam/suggest/narrowerStatement';
import { holdsUnknown, textsOf } from '../pack/propertyValue';
import { comingFrom, type Resource } from '../pack/resource';
import type { ResourceRule } from '../pack/rule';
import { shortList } from '../pack/text/shortList';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';

/** What a wildcard grants grows with every service that AWS adds; nobody reviews it again. */
export const iamNoWildcard: ResourceRule = {
  id: 'iam-no-wildcard',
  displayName: 'No wildcards in IAM',
  description: 'IAM documents name the actions and resources that they allow.',
  severity: 'high',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'IAM.21',
    specification: 'IAM customer managed policies should not allow wildcard actions for services',
  },
  remediationSteps:
    "List the actions that are needed and the ARNs that they are needed on; keep Resource '*' for actions that accept " +
    'nothing else.',
  appliesTo: hasDocuments,
  check: (resource) => {
    const verdicts = documentsOf(resource).flatMap((document) => judgeDocument(resource, document));
    return verdicts.length > 0 ? verdicts : [passes(resource)];
  },
};

function judgeDocument(resource: Resource, { document, kind, path, property }: LocatedDocument): Verdict[] {
  const where = `${path} of '${resource.name}'`;
  const read = policyStatements(document);
  if ('broken' in read) {
    return [violates(resource, `Document ${where} ${read.broken}: ${read.remedy}.`)];
  }
  const allowing = read.statements.filter(({ fields }) => fields['Effect'] !== 'Deny');
  const faults = allowing.flatMap((statement) => {
    const found = kind === 'trust' ? trustFaults(statement) : permissionFaults(statement);
    // Once is enough: it stands in place of the whole statement.
    const suggestion = kind === 'permissions' && found.length > 0 ? narrowerStatement(statement.fields) : undefined;
    return found.map((fault, i) =>
      violates(
        resource,
        `${statement.label} in ${where} ${fault}`.replace(/^s/, 'S'),
        i === 0 ? suggestion : undefined,
      ),
    );
  });
  const unclear = read.unknown || allowing.some(({ fields }) => judgedFields.some((key) => holdsUnknown(fields[key])));
  if (!unclear) return faults;
  const reason = `a part of ${where} is known only during the update${comingFrom(resource, property)}.`;
  return [...faults, undetermined(resource, reason)];
}

const judgedFields = ['Effect', 'Action', 'NotAction', 'Resource', 'NotResource'];

function permissionFaults({ fields }: Statement): string[] {
  const actions = textsOf(fields['Action']);
  const wildActions = actions.filter(isWildAction);
  const wildResource = firstWildResource(
    actions.filter((action) => !isWildAction(action)),
    new Set(textsOf(fields['Resource'])),
  );
  return [
    ...inverted(fields, 'NotAction', 'every action but a few', 'Action'),
    ...inverted(fields, 'NotResource', 'every resource but a few', 'Resource'),
    ...wildActions.map((action) => `allows '${action}'${extent(action)}: list the actions that are needed.`),
    ...(wildResource
      ? [`allows ${shortList(wildResource.scopable)} on '${wildResource.resource}': name the ARNs that are needed.`]
      : []),
  ];
}

/** The first resource that is no limit to actions although there could be one, with how to name those actions. */
function firstWildResource(actions: readonly string[], resources: Iterable<string>) {
  const expanded = actions.map((action) => ({ action, found: expandAction(action) }));
  // What many globs stand for is much the same, and is asked about once.
  const all = [...new Set(expanded.flatMap(({ found }) => found))];
  for (const resource of resources) {
    const unlimited = new Set(all.filter((facts) => isUnlimited(resource, facts)));
    if (unlimited.size === 0) continue;
    return {
      resource,
      scopable: expanded.flatMap(({ action, found }) =>
        named(
          action,
          found.filter((each) => unlimited.has(each)),
        ),
      ),
    };
  }
  return undefined;
}

function named(action: string, unlimited: readonly ActionFacts[]): string[] {
  const [first] = unlimited;
  if (!first) return [];
  return [isGlob(action) ? `'${action}' (${counted(unlimited.length)}, such as ${first.name})` : `'${action}'`];
}

/** For a glob whose reach is not plain to see. */
function extent(action: string): string {
  // A glob in the service is plain to see too, and slow to expand: a hostile document may have thousands.
  if (isPlainlyWild(action) || isGlob(action.split(':')[0] ?? '')) return '';
  return ` (${counted(expandAction(action).length)})`;
}

function counted(actions: number): string {
  return actions === 1 ? '1 action' : `${actions} actions`;
}

/** Whom a trust names is judged by iam-trust. */
function trustFaults({ fields }: Statement): string[] {
  return textsOf(fields['Action'])
    .filter(isWildAction)
    .map((action) => `allows '${action}'${extent(action)}: list the actions that are needed.`);
}

function inverted(fields: Statement['fields'], key: string, effect: string, instead: string): string[] {
  if (fields[key] === undefined) return [];
  return [`allows ${effect} with ${key}: say what is needed in ${instead}.`];
}
