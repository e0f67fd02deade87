import type { ActionFacts } from '../iam/actions/actionFacts';
import { expandAction, isGlob, isPlainlyWild, isWildAction } from '../iam/actions/actionPattern';
import { type JudgedEntry, judgedEntries } from '../iam/conditions/conditionStrength';
import { documentsOf, hasDocuments, type LocatedDocument } from '../iam/documents/documentsOf';
import { policyStatements, type Statement } from '../iam/documents/policyStatements';
import { isMereReading } from '../iam/permissions/adviceActions';
import { deniesAlways, restrictsGrant } from '../iam/permissions/effectivePermissions';
import { type HeldStatement, heldStatements } from '../iam/principals/heldStatements';
import { coverageOf } from '../iam/resources/typeCoverage';
import { isUnlimited } from '../iam/resources/unlimitedResource';
import { narrowerStatement } from '../iam/suggest/narrowerStatement';
import { holdsUnknown, textsOf } from '../pack/propertyValue';
import { comingFrom, type Resource } from '../pack/resource';
import type { ResourceRule } from '../pack/rule';
import { statementExample } from '../pack/ruleExample';
import { shortList } from '../pack/text/shortList';
import { advises, passes, undetermined, type Verdict, violates } from '../pack/verdict';

export const iamNoWildcard: ResourceRule = {
  id: 'iam-no-wildcard',
  displayName: 'No wildcards in IAM',
  description: 'IAM policy documents name the actions and resources that they allow.',
  rationale: 'A wildcard grants more with every action that AWS adds, without another review.',
  severity: 'high',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'IAM.21',
    specification: 'IAM customer managed policies should not allow wildcard actions for services',
  },
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html',
  remediationSteps:
    "List the actions and the ARNs that are needed. Use Resource '*' only for actions that support no resource-level " +
    'permissions.',
  example: statementExample(
    { Action: 's3:*', Resource: 'arn:aws:s3:::store-1a2b/*' },
    { Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::store-1a2b/*' },
  ),
  appliesTo: hasDocuments,
  check: (resource) => {
    const verdicts = documentsOf(resource).flatMap((document) => judgeDocument(resource, document));
    return verdicts.length > 0 ? verdicts : [passes(resource)];
  },
};

function judgeDocument(resource: Resource, { document, kind, label, property }: LocatedDocument): Verdict[] {
  const read = policyStatements(document);
  if ('broken' in read) {
    return [violates(resource, `${label} ${read.broken}: ${read.remedy}.`)];
  }
  const allowing = read.statements.filter(({ fields }) => fields['Effect'] !== 'Deny');
  const denying = kind === 'trust' ? [] : heldStatements(document, label).filter(({ effect }) => effect === 'Deny');
  const faults = allowing.flatMap((statement) => {
    const ownFaults = kind === 'trust' ? trustFaults(statement) : permissionFaults(statement, denying);
    // One suggestion replaces the whole statement.
    const suggestion = kind === 'permissions' && ownFaults.length > 0 ? narrowerStatement(statement.fields) : undefined;
    return ownFaults.map(({ text, isAdvice = false }, i) => {
      const report = isAdvice ? advises : violates;
      return report(resource, `${statement.label} of ${label} ${text}`, i === 0 ? suggestion : undefined);
    });
  });
  const unclear = read.unknown || allowing.some(({ fields }) => judgedFields.some((key) => holdsUnknown(fields[key])));
  if (!unclear) return faults;
  const reason = `part of ${label} is known only during the update${comingFrom(resource, property)}.`;
  return [...faults, undetermined(resource, reason)];
}

const judgedFields = ['Effect', 'Action', 'NotAction', 'Resource', 'NotResource'];

interface Fault {
  readonly text: string;
  /** It only reads, and nothing that is worth hiding. */
  readonly isAdvice?: boolean;
}

function permissionFaults({ fields }: Statement, denying: readonly HeldStatement[]): Fault[] {
  const actions = textsOf(fields['Action']);
  const wildActions = actions.filter(isWildAction);
  const wildResource = firstWildResource(
    actions.filter((action) => !isWildAction(action)),
    new Set(textsOf(fields['Resource'])),
    (resource, facts) => facts.name !== passRole && !isNarrowed(fields, resource, denying, facts),
  );
  return [
    ...invertedFault(fields, 'NotAction', 'Action'),
    ...invertedFault(fields, 'NotResource', 'Resource'),
    ...wildActionFaults(wildActions),
    ...(wildResource
      ? [
          {
            text: `allows ${shortList(wildResource.scopable)} on '${wildResource.resource}': name the ARNs that are needed.`,
            isAdvice: wildResource.isAdvice,
          },
        ]
      : []),
  ];
}

/** iam-pass-role reports it, with the services that the roles can be passed to. */
const passRole = 'iam:PassRole';

/**
 * Returns the first resource that doesn't limit actions which support resource-level permissions, and those actions; one on
 * which more than reading is allowed before the others.
 */
function firstWildResource(
  actions: readonly string[],
  resources: Iterable<string>,
  isOpen: (resource: string, facts: ActionFacts) => boolean,
) {
  const expanded = actions.map((action) => ({ action, matches: expandAction(action) }));
  // Many globs match much the same actions: each action is judged once.
  const all = [...new Set(expanded.flatMap(({ matches }) => matches))];
  const wild = [...resources].flatMap((resource) => {
    const unlimited = new Set(all.filter((facts) => isUnlimited(resource, facts) && isOpen(resource, facts)));
    return unlimited.size === 0 ? [] : [{ resource, unlimited, isAdvice: [...unlimited].every(isMereReading) }];
  });
  const { resource, unlimited, isAdvice } = wild.find((candidate) => !candidate.isAdvice) ?? wild[0] ?? {};
  if (resource === undefined || !unlimited) return undefined;
  return {
    resource,
    isAdvice: isAdvice === true,
    scopable: expanded.flatMap(({ action, matches }) =>
      actionText(
        action,
        matches.filter((facts) => unlimited.has(facts)),
      ),
    ),
  };
}

/** Keys on who calls, from where and when: every resource stays open to those callers. */
const callerKeys =
  /^aws:(?:principal|source|user|vpc|ec2instance|multifactorauth|currenttime|epochtime|token|federated|signin|chatbot|called|viaaws|requestedregion|assumedroot)/;

/** Whether a condition restricts the resources of an action, or a Deny of the same document leaves only some of its resources. */
function isNarrowed(
  { Condition }: Statement['fields'],
  resource: string,
  denying: readonly HeldStatement[],
  facts: ActionFacts,
): boolean {
  const limits = judgedEntries(Condition, facts).filter(({ key }) => !callerKeys.test(key));
  const namesAccount = ({ key, strength }: JudgedEntry) =>
    key === 'aws:resourceaccount' && strength === 'strong' && facts.name.startsWith('account:');
  if (limits.some((entry) => entry.strength === 'never' || restrictsGrant(entry) || namesAccount(entry))) return true;
  const denied = denying.filter(
    (statement) => statement.appliesTo(facts.name.toLowerCase()) && deniesAlways(statement, facts),
  );
  if (denied.length === 0) return false;
  return coverageOf(facts.resources, [{ resources: [resource], except: [] }], { denied }).share === 'part';
}

function actionText(action: string, unlimited: readonly ActionFacts[]): string[] {
  const [first] = unlimited;
  if (!first) return [];
  return [isGlob(action) ? `'${action}' (${countText(unlimited.length)}, such as ${first.name})` : `'${action}'`];
}

/** Number of actions that a glob matches, where that isn't obvious from the glob. */
function matchCountText(action: string): string {
  // A glob in the service is obvious too. It is slow to expand, and a hostile document may have thousands.
  if (isPlainlyWild(action) || isGlob(action.split(':')[0] ?? '')) return '';
  return ` (${countText(expandAction(action).length)})`;
}

function countText(actions: number): string {
  return actions === 1 ? '1 action' : `${actions} actions`;
}

/** The principals of a trust policy are judged by iam-trust. */
function trustFaults({ fields }: Statement): Fault[] {
  return wildActionFaults(textsOf(fields['Action']).filter(isWildAction));
}

function wildActionFaults(actions: readonly string[]): Fault[] {
  return actions.map((action) => ({
    text: `allows '${action}'${matchCountText(action)}: list the actions that are needed.`,
  }));
}

function invertedFault(fields: Statement['fields'], key: 'NotAction' | 'NotResource', instead: string): Fault[] {
  if (fields[key] === undefined) return [];
  const effect = instead === 'Action' ? 'every other action' : 'every other resource';
  return [{ text: `allows ${effect} with ${key}: list what is needed in ${instead}.` }];
}
