import { type ActionFacts, actionFacts } from '../iam/actions/actionFacts';
import { type JudgedEntry, judgedEntries } from '../iam/conditions/conditionStrength';
import { documentLabel } from '../iam/documents/documentsOf';
import { policyStatements, type Statement } from '../iam/documents/policyStatements';
import {
  credentialActions,
  permissionActions,
  readingActions,
  tamperingActions,
  writingActions,
} from '../iam/permissions/sensitiveActions';
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

/** Actions that no other account should have, by what they allow. */
const dangers: readonly (readonly [verb: string, actions: () => readonly string[]])[] = [
  ['read data', () => readingActions],
  ['read credentials', () => credentialActions],
  ['change permissions', permissionActions],
  ['disable the monitoring', () => tamperingActions],
  ['write or delete data', () => writingActions],
  ['run code', () => ['lambda:InvokeFunction', 'lambda:UpdateFunctionCode']],
];

export const iamResourcePolicy: StackRule = {
  id: 'iam-resource-policy',
  displayName: 'Resource policies exclude other accounts',
  description:
    'Policies of buckets, queues, topics, keys, secrets, repositories and functions give the public and other accounts no data, credentials, permissions or control without a condition.',
  rationale: 'A resource policy grants access by itself: the principals that it names need no identity policy.',
  severity: 'critical',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'S3.6, S3.2, SQS.3, KMS.5, Lambda.1',
    specification: 'Policies should restrict access by other accounts and prohibit public access',
  },
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html',
  remediationSteps:
    'Name principals of your account, or add a condition on aws:PrincipalOrgID, aws:SourceAccount or aws:SourceVpce.',
  example: {
    avoid: {
      'store-policy': {
        type: 'aws:s3/bucketPolicy:BucketPolicy',
        properties: {
          bucket: 'store-1a2b',
          policy: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::store-1a2b/*' },
            ],
          },
        },
      },
    },
    prefer: {
      'store-policy': {
        type: 'aws:s3/bucketPolicy:BucketPolicy',
        properties: {
          bucket: 'store-1a2b',
          policy: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: '*',
                Action: 's3:GetObject',
                Resource: 'arn:aws:s3:::store-1a2b/*',
                Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
              },
            ],
          },
        },
      },
    },
  },
  configSchema: {
    properties: {
      trustedAccounts: {
        type: 'array',
        items: { type: 'string' },
        default: [],
        description: "Accounts that may have access: the stack's own and others of the same owner, 12 digits each.",
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
  const policyLabel = documentLabel(holder, property);
  // alert-topics reports policies of topics that can't be read.
  if ('broken' in read && service === 'sns') return [];
  if ('broken' in read) return [violates(holder, `${policyLabel} ${read.broken}: ${read.remedy}.`)];
  const allowing = read.statements.filter(({ fields }) => fields['Effect'] === 'Allow');
  const verdicts = allowing.flatMap((statement) => judgeStatement(policy, statement, trusted, ownIsKnown));
  if (!read.unknown && !allowing.some(({ fields }) => hasUnknownGrant(fields))) return verdicts;
  const reason = `the principals and actions of ${policyLabel} are known only during the update${comingFrom(holder, property)}.`;
  return [...verdicts, undetermined(holder, reason)];
}

function hasUnknownGrant({ Principal, Action }: PlainObject): boolean {
  const principals = isPlainObject(Principal) ? asList(Principal['AWS']) : asList(Principal);
  return principals.includes(notYetKnown) || asList(Action).includes(notYetKnown);
}

/** The principals outside the account that a statement gives access. */
interface Outsiders {
  readonly label: string;
  readonly isEveryone: boolean;
  readonly remedy: string;
  /** The one account may be the stack's own. */
  readonly mayBeOwn?: boolean;
}

function judgeStatement(
  policy: ResourcePolicy,
  statement: Statement,
  trusted: readonly string[],
  ownIsKnown: boolean,
): Verdict[] {
  const { fields, label } = statement;
  const place = documentLabel(policy.holder, policy.property);
  const held = heldStatement(statement, place);
  const outsiders = outsidersOf(fields, trusted, ownIsKnown);
  if (!held || !outsiders || isReportedByAlertTopics(policy, fields)) return [];
  const condition = fields['Condition'];
  let why = '';
  const isUnlimited = ({ name }: ActionFacts): boolean => {
    const entries = judgedEntries(condition, actionFacts(name));
    if (entries.some((entry) => limits(entry, outsiders.isEveryone))) return false;
    why ||= entries.find((entry) => entry.why !== '')?.why ?? '';
    return true;
  };
  const allowed = dangersOf(policy.service).flatMap(({ verb, actions }) => {
    const names = actions.filter((facts) => held.appliesTo(facts.name.toLowerCase()) && isUnlimited(facts));
    return names.length === 0 ? [] : [`${verb} (${shortList(names.map(({ name }) => name))})`];
  });
  if (allowed.length === 0) return [];
  const [last = '', ...before] = allowed.toReversed();
  const all = before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
  const target = policy.target ? `${policy.noun} '${policy.target.name}'` : `a ${policy.noun} of another stack`;
  const reason = why === '' ? '' : ` (${why})`;
  const sentence = `${label} of ${place} lets ${outsiders.label} ${all} of ${target}${reason}`;
  if (!outsiders.mayBeOwn) return [violates(policy.holder, `${sentence}: ${outsiders.remedy}.`)];
  return [undetermined(policy.holder, `${sentence}; the account may be your own: ${outsiders.remedy}.`)];
}

function outsidersOf(fields: PlainObject, trusted: readonly string[], ownIsKnown: boolean): Outsiders | undefined {
  const remedy = 'name the principals, or add a condition such as aws:PrincipalOrgID';
  if (fields['NotPrincipal'] !== undefined) return { label: 'everyone but its NotPrincipal', isEveryone: true, remedy };
  const principals = trustedPrincipals(fields['Principal']);
  if (principals.some(({ is }) => is === 'everybody')) return { label: 'everyone', isEveryone: true, remedy };
  const accounts = new Set(principals.flatMap((principal) => (principal.is === 'account' ? [principal.account] : [])));
  const untrusted = [...accounts].filter((account) => !trusted.includes(account));
  if (untrusted.length === 0) return undefined;
  return {
    label: untrusted.length === 1 ? `account ${untrusted[0]}` : `accounts ${shortList(untrusted)}`,
    isEveryone: false,
    remedy: 'add a condition such as aws:PrincipalArn, or add the account to trustedAccounts if it is yours',
    mayBeOwn: !ownIsKnown && untrusted.length === 1,
  };
}

/** alert-topics reports topics that are open to everyone without a condition. */
function isReportedByAlertTopics({ service }: ResourcePolicy, { Principal, Condition }: PlainObject): boolean {
  const bound = isPlainObject(Condition) ? Object.keys(Condition).length > 0 : Condition === notYetKnown;
  return service === 'sns' && !bound && trustedPrincipals(Principal).some(({ is }) => is === 'everybody');
}

/** Keys of the caller's identity, of the account on whose behalf a service calls, and of the caller's network. */
const callerKeys = /^aws:(principal|source|user|vpc)|^kms:calleraccount$|^s3:dataaccesspoint(account|arn)$/;

/** Whether a condition entry excludes other callers. For everyone, only one on the caller's identity does. */
function limits({ strength, key, operator }: JudgedEntry, isEveryone: boolean): boolean {
  if (strength === 'unknown' || strength === 'never') return true;
  if (strength !== 'strong') return false;
  return !isEveryone || (callerKeys.test(key) && !/^null$|not/i.test(operator));
}

const dangersOf = memoize((service: string) =>
  dangers.map(([verb, actions]) => ({
    verb,
    actions: actions()
      .filter((action) => action.startsWith(`${service}:`))
      .flatMap((action) => actionFacts(action) ?? []),
  })),
);
