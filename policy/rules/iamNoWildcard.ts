import type { ActionFacts } from '../iam/actions/actionFacts';
import { expandAction, isGlob, isPlainlyWild, isWildAction } from '../iam/actions/actionPattern';
import { documentsOf, hasDocuments, type LocatedDocument } from '../iam/documents/documentsOf';
import { policyStatements, type Statement } from '../iam/documents/policyStatements';
import { isMereReading } from '../iam/permissions/adviceActions';
import { findUnlimitedResource, findWildResources, type WildResource } from '../iam/permissions/wildResources';
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
  const wild = kind === 'permissions' ? findWildResources(read.statements) : [];
  const faults = allowing.flatMap((statement) => {
    const own = wild.filter(({ statements: [only, ...others] }) => only === statement && others.length === 0);
    const ownFaults = kind === 'trust' ? trustFaults(statement) : permissionFaults(statement, own);
    // One suggestion replaces the whole statement.
    const suggestion = kind === 'permissions' && ownFaults.length > 0 ? narrowerStatement(statement.fields) : undefined;
    return ownFaults.map(({ text, isAdvice = false }, i) => {
      const report = isAdvice ? advises : violates;
      return report(resource, `${statement.label} of ${label} ${text}`, i === 0 ? suggestion : undefined);
    });
  });
  const together = wild
    .filter(({ statements }) => statements.length > 1)
    .map((joint) => {
      const report = isAdvice(joint) ? advises : violates;
      return report(resource, `${jointText(joint, label)}: name the ARNs that are needed.`);
    });
  faults.push(...together);
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

function permissionFaults(statement: Statement, wild: readonly WildResource[]): Fault[] {
  const { fields } = statement;
  const actions = textsOf(fields['Action']);
  return [
    ...invertedFault(fields, 'NotAction', 'Action'),
    ...invertedFault(fields, 'NotResource', 'Resource'),
    ...actions.filter(isWildAction).map((action) => wildActionFault(action, findUnlimitedResource(action, statement))),
    ...wild.map((resource) => ({
      text: `allows ${wildText(actions, resource)}: name the ARNs that are needed.`,
      isAdvice: isAdvice(resource),
    })),
  ];
}

function wildActionFault(action: string, resource?: string): Fault {
  const [on, remedy] = resource === undefined ? ['', ''] : [` on '${resource}'`, ', and name the ARNs that are needed'];
  return { text: `allows '${action}'${matchCountText(action)}${on}: list the actions that are needed${remedy}.` };
}

function isAdvice({ actions }: WildResource): boolean {
  return [...actions].every(isMereReading);
}

function jointText(joint: WildResource, label: string): string {
  const [first] = joint.statements;
  const actions = textsOf(first?.fields['Action']);
  return `${shortList(joint.statements.map((statement) => statement.label))} of ${label} together allow ${wildText(actions, joint)}`;
}

/** `'s3:GetObject' on 'arn:aws:s3:::*'`. */
function wildText(listed: readonly string[], { actions, patterns }: WildResource): string {
  const scopable = listed
    .filter((action) => !isWildAction(action))
    .flatMap((action) =>
      actionText(
        action,
        expandAction(action).filter((facts) => actions.has(facts)),
      ),
    );
  return `${shortList(scopable)} on ${shortList(patterns.map((pattern) => `'${pattern}'`))}`;
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
  return textsOf(fields['Action'])
    .filter(isWildAction)
    .map((action) => wildActionFault(action));
}

function invertedFault(fields: Statement['fields'], key: 'NotAction' | 'NotResource', instead: string): Fault[] {
  if (fields[key] === undefined) return [];
  const effect = instead === 'Action' ? 'every other action' : 'every other resource';
  return [{ text: `allows ${effect} with ${key}: list what is needed in ${instead}.` }];
}
