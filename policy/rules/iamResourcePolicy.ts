import { type ActionFacts, actionFacts } from '../iam/actions/actionFacts';
import { type JudgedEntry, judgedEntries } from '../iam/conditions/conditionStrength';
import { policyStatements, type Statement } from '../iam/documents/policyStatements';
import { heldStatement } from '../iam/principals/heldStatements';
import { ownAccount } from '../iam/principals/ownAccount';
import { type ResourcePolicy, resourcePolicies } from '../iam/principals/resourcePolicies';
import { trustedPrincipals } from '../iam/principals/trustedPrincipals';
import { memoize } from '../pack/memoize';
import { asList, isPlainObject, notYetKnown, type PlainObject, textsOf } from '../pack/propertyValue';
import { comingFrom } from '../pack/resource';
import type { StackRule } from '../pack/rule';
import { shortList } from '../pack/text/shortList';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';
import { credentialActions } from './iamCredentialAccess';
import { readingActions } from './iamDataExfiltration';
import { tamperingActions } from './iamMonitoringTampering';
import { managingActions } from './iamPermissionsManagement';

/** What changes what a resource holds, or runs it. */
const writingActions = [
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:PutObject',
  'sqs:DeleteMessage',
  'sqs:SendMessage',
  'sns:Publish',
  'ecr:PutImage',
  'secretsmanager:DeleteSecret',
  'secretsmanager:PutSecretValue',
  'kms:CreateGrant',
] as const;

/** What nobody else should be given, by what one can do with it. */
const dangers: readonly (readonly [verb: string, actions: () => readonly string[]])[] = [
  ['read data', () => readingActions],
  ['take secrets', () => credentialActions],
  ['change permissions', managingActions],
  ['silence the monitoring', () => tamperingActions],
  ['write or delete data', () => writingActions],
  ['run code', () => ['lambda:InvokeFunction', 'lambda:UpdateFunctionCode']],
];

/** A bucket's policy opens what no role's policy mentions: whoever it names needs nothing else. */
export const iamResourcePolicy: StackRule = {
  id: 'iam-resource-policy',
  displayName: 'Resource policies let in nobody else',
  description:
    'Policies of buckets, queues, topics, keys, secrets, repositories and functions give everybody and other accounts nothing that matters without a condition.',
  severity: 'critical',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'S3.6, S3.2, SQS.3, KMS.5, Lambda.1',
    specification: 'Policies should restrict access by other accounts and prohibit public access',
  },
  remediationSteps:
    'Name the principals of your account, or ask who they are in a condition: aws:PrincipalOrgID, aws:SourceAccount, aws:SourceVpce.',
  configSchema: {
    properties: {
      trustedAccounts: {
        type: 'array',
        items: { type: 'string' },
        default: [],
        description: "Accounts that may be let in: this stack's own and others of the same owner, 12 digits each.",
      },
    },
  },
  checkStack: (resources, settings) => {
    const own = ownAccount(resources);
    const trusted = [...textsOf(settings['trustedAccounts']), ...(own === undefined ? [] : [own])];
    return resourcePolicies(resources)
      .filter(({ service }) => service !== 'sts')
      .flatMap((policy) => {
        const verdicts = judgePolicy(policy, trusted, own !== undefined);
        return verdicts.length > 0 ? verdicts : [passes(policy.holder)];
      });
  },
};

function judgePolicy(policy: ResourcePolicy, trusted: readonly string[], ownIsKnown: boolean): Verdict[] {
  const { holder, property, document, service } = policy;
  const read = policyStatements(document);
  const where = `${property} of '${holder.name}'`;
  // Of a topic's alert-topics says it.
  if ('broken' in read && service === 'sns') return [];
  if ('broken' in read) return [violates(holder, `Document ${where} ${read.broken}: ${read.remedy}.`)];
  const allowing = read.statements.filter(({ fields }) => fields['Effect'] === 'Allow');
  const found = allowing.flatMap((statement) => judgeStatement(policy, statement, where, trusted, ownIsKnown));
  if (!read.unknown && !allowing.some(({ fields }) => isOpen(fields))) return found;
  const reason = `whom ${where} lets in is known only during the update${comingFrom(holder, property)}.`;
  return [...found, undetermined(holder, reason)];
}

function isOpen({ Principal, Action }: PlainObject): boolean {
  const named = isPlainObject(Principal) ? asList(Principal['AWS']) : asList(Principal);
  return named.includes(notYetKnown) || asList(Action).includes(notYetKnown);
}

/** Whom a statement lets in. */
interface Admitted {
  readonly who: string;
  readonly everybody: boolean;
  readonly remedy: string;
  /** It may be the stack's own account. */
  readonly open?: true;
}

function judgeStatement(
  policy: ResourcePolicy,
  statement: Statement,
  where: string,
  trusted: readonly string[],
  ownIsKnown: boolean,
): Verdict[] {
  const { fields, label } = statement;
  const held = heldStatement(statement, where);
  const admitted = admittedBy(fields, trusted, ownIsKnown);
  if (!held || !admitted || isSaidElsewhere(policy, fields)) return [];
  const condition = fields['Condition'];
  let why = '';
  const free = ({ name }: ActionFacts): boolean => {
    const entries = judgedEntries(condition, actionFacts(name));
    if (entries.some((entry) => limits(entry, admitted.everybody))) return false;
    why ||= entries.find((entry) => entry.why !== '')?.why ?? '';
    return true;
  };
  const done = dangersOf(policy.service).flatMap(({ verb, actions }) => {
    const names = actions.filter((facts) => held.isAbout(facts.name.toLowerCase()) && free(facts));
    return names.length === 0 ? [] : [`${verb} (${shortList(names.map(({ name }) => name))})`];
  });
  if (done.length === 0) return [];
  const [last = '', ...before] = done.toReversed();
  const all = before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
  const of = policy.target ? `${policy.noun} '${policy.target.name}'` : `a ${policy.noun} of another stack`;
  const reason = why === '' ? '' : ` (${why})`;
  const sentence = `${label} in ${where} lets ${admitted.who} ${all} of ${of}${reason}`.replace(/^s/, 'S');
  if (!admitted.open) return [violates(policy.holder, `${sentence}: ${admitted.remedy}.`)];
  const open = 'and whether that is your own account is known only during the update';
  return [undetermined(policy.holder, `${sentence}, ${open}: ${admitted.remedy}.`)];
}

function admittedBy(fields: PlainObject, trusted: readonly string[], ownIsKnown: boolean): Admitted | undefined {
  const remedy = 'name the principals, or ask who they are in a condition such as aws:PrincipalOrgID';
  if (fields['NotPrincipal'] !== undefined) return { who: 'everybody but its NotPrincipal', everybody: true, remedy };
  const named = trustedPrincipals(fields['Principal']);
  if (named.some(({ is }) => is === 'everybody')) return { who: 'everybody', everybody: true, remedy };
  const accounts = new Set(named.flatMap((each) => (each.is === 'account' ? [each.account] : [])));
  const strangers = [...accounts].filter((account) => !trusted.includes(account));
  if (strangers.length === 0) return undefined;
  return {
    who: strangers.length === 1 ? `account ${strangers[0]}` : `accounts ${shortList(strangers)}`,
    everybody: false,
    remedy: 'add a condition such as aws:PrincipalArn, or list the account in trustedAccounts if it is yours',
    ...(!ownIsKnown && strangers.length === 1 && { open: true as const }),
  };
}

/** What alert-topics says already. */
function isSaidElsewhere({ service }: ResourcePolicy, { Principal, Condition }: PlainObject): boolean {
  const bound = isPlainObject(Condition) ? Object.keys(Condition).length > 0 : Condition === notYetKnown;
  return service === 'sns' && !bound && trustedPrincipals(Principal).some(({ is }) => is === 'everybody');
}

/** Keys that say who somebody is, or on whose behalf or from where they call. */
const whoKeys = /^aws:(principal|source|user|vpc)|^kms:calleraccount$|^s3:dataaccesspoint(account|arn)$/;

/** Whether an entry leaves others out: of everybody only one that asks who they are does. */
function limits({ strength, key, operator }: JudgedEntry, everybody: boolean): boolean {
  if (strength === 'unknown' || strength === 'never') return true;
  if (strength !== 'strong') return false;
  return !everybody || (whoKeys.test(key) && !/^null$|not/i.test(operator));
}

const dangersOf = memoize((service: string) =>
  dangers.map(([verb, actions]) => ({
    verb,
    actions: actions()
      .filter((action) => action.startsWith(`${service}:`))
      .flatMap((action) => actionFacts(action) ?? []),
  })),
);
