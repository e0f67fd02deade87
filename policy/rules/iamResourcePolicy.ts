import type { ActionFacts } from '../iam/actions/actionFacts';
import { deniesStrangers, excludesStrangers } from '../iam/conditions/callerLimits';
import { type JudgedEntry, judgedEntries } from '../iam/conditions/conditionStrength';
import { documentLabel, resourceLabel } from '../iam/documents/documentsOf';
import { policyStatements, type Statement } from '../iam/documents/policyStatements';
import { deputyActions } from '../iam/permissions/deputyActions';
import { outsiderDangers } from '../iam/permissions/outsiderActions';
import { type HeldStatement, heldStatement } from '../iam/principals/heldStatements';
import { ownAccount } from '../iam/principals/ownAccount';
import { type ResourcePolicy, resourcePolicies } from '../iam/principals/resourcePolicies';
import { trustedPrincipals } from '../iam/principals/trustedPrincipals';
import {
  asList,
  isPlainObject,
  notYetKnown,
  type PlainObject,
  type PropertyValue,
  textsOf,
} from '../pack/propertyValue';
import { comingFrom } from '../pack/resource';
import type { StackRule } from '../pack/rule';
import { globCovers } from '../pack/text/glob';
import { shortList } from '../pack/text/shortList';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';

export const iamResourcePolicy: StackRule = {
  id: 'iam-resource-policy',
  displayName: 'Resource policies exclude other accounts',
  description:
    'Resource policies, grants and function URLs give the public, other accounts and services on behalf of other accounts no data, credentials, permissions or control without a condition.',
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
  const { holder, property, document, service, isPermission } = policy;
  const read = policyStatements(document);
  const policyLabel = isPermission ? resourceLabel(holder) : documentLabel(holder, property);
  // alert-topics reports policies of topics that can't be read.
  if ('broken' in read && service === 'sns') return [];
  if ('broken' in read) return [violates(holder, `${policyLabel} ${read.broken}: ${read.remedy}.`)];
  const allowing = read.statements.filter(({ fields }) => fields['Effect'] === 'Allow');
  const denials = publicDenials(read.statements);
  const verdicts = allowing.flatMap((statement) => {
    const place = isPermission ? policyLabel : `${statement.label} of ${policyLabel}`;
    const held = heldStatement(statement, policyLabel);
    if (!held) return [];
    const denying = denials.filter((denial) => coversResources(denial, held));
    const allowed: Allowed = { policy, place, fields: statement.fields, held, denying };
    return [...judgeOutsiders(allowed, trusted, ownIsKnown), ...judgeDeputies(allowed)];
  });
  if (!read.unknown && !allowing.some(({ fields }) => hasUnknownGrant(fields))) return verdicts;
  const reason = `the principals and actions of ${policyLabel} are known only during the update${comingFrom(holder, property)}.`;
  return [...verdicts, undetermined(holder, reason)];
}

function hasUnknownGrant({ Principal, Action }: PlainObject): boolean {
  const principals = isPlainObject(Principal) ? asList(Principal['AWS']) : asList(Principal);
  return principals.includes(notYetKnown) || asList(Action).includes(notYetKnown);
}

/** A statement that allows something, in its policy. */
interface Allowed {
  readonly policy: ResourcePolicy;
  /** Begins a sentence: `statement 1 of bucket policy 'a'`. */
  readonly place: string;
  readonly fields: PlainObject;
  readonly held: HeldStatement;
  /** Deny statements for everyone that cover its resources. */
  readonly denying: readonly HeldStatement[];
}

/** The Deny statements of a policy that are for everyone. */
function publicDenials(statements: readonly Statement[]): HeldStatement[] {
  return statements.flatMap((statement) => {
    const { Effect, Principal } = statement.fields;
    const isForAll = trustedPrincipals(Principal).some(({ is }) => is === 'everybody');
    const held = Effect === 'Deny' && isForAll ? heldStatement(statement, '') : undefined;
    return held && held.except.length === 0 ? [held] : [];
  });
}

/** Whether a Deny covers every resource of an Allow; what is not known yet is taken for covered. */
function coversResources(denying: HeldStatement, allowing: HeldStatement): boolean {
  const denied = textsOf(denying.resources);
  if (denying.resources.length === 0 || denying.resources.includes(notYetKnown)) return true;
  return textsOf(allowing.resources).every((resource) => denied.some((pattern) => globCovers(pattern, resource)));
}

/** The principals outside the account that a statement gives access. */
interface Outsiders {
  readonly label: string;
  readonly isEveryone: boolean;
  readonly remedy: string;
  /** The one account may be the stack's own. */
  readonly mayBeOwn?: boolean;
}

function judgeOutsiders(allowed: Allowed, trusted: readonly string[], ownIsKnown: boolean): Verdict[] {
  const { policy, place, fields, held, denying } = allowed;
  const outsiders = outsidersOf(fields, trusted, ownIsKnown);
  if (!outsiders || isReportedByAlertTopics(policy, fields)) return [];
  const condition = fields['Condition'];
  let why = '';
  const isUnlimited = (facts: ActionFacts): boolean => {
    const entries = judgedEntries(condition, facts);
    if (entries.some((entry) => limits(entry, condition, outsiders.isEveryone))) return false;
    const isDenied = denying.some(
      (denial) => denial.appliesTo(facts.name.toLowerCase()) && deniesStrangers(denial.condition, facts),
    );
    if (isDenied) return false;
    why ||= entries.find((entry) => entry.why !== '')?.why ?? '';
    return true;
  };
  const abilities = outsiderDangers(policy.service).flatMap(({ verb, actions }) => {
    const names = actions.filter((facts) => held.appliesTo(facts.name.toLowerCase()) && isUnlimited(facts));
    return names.length === 0 ? [] : [`${verb} (${shortList(names.map(({ name }) => name))})`];
  });
  if (abilities.length === 0) return [];
  const [last = '', ...before] = abilities.toReversed();
  const all = before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
  const reason = why === '' ? '' : ` (${why})`;
  const sentence = `${place} lets ${outsiders.label} ${all} of ${policy.targetLabel}${reason}`;
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

/** alert-topics reports topics of the stack that are open to everyone without a condition. */
function isReportedByAlertTopics({ service, target }: ResourcePolicy, { Principal, Condition }: PlainObject): boolean {
  const bound = isPlainObject(Condition) ? Object.keys(Condition).length > 0 : Condition === notYetKnown;
  return service === 'sns' && target !== undefined && !bound && isForEveryone(Principal);
}

function isForEveryone(principal: PropertyValue | undefined): boolean {
  const listed = isPlainObject(principal) ? asList(principal['AWS']) : asList(principal);
  return listed.includes('*');
}

/** Whether a condition entry excludes other callers. For a named account, any that excludes some requests does. */
function limits(entry: JudgedEntry, condition: PropertyValue | undefined, isEveryone: boolean): boolean {
  return isEveryone ? excludesStrangers(entry, condition) : ['strong', 'unknown', 'never'].includes(entry.strength);
}

/** Services that anyone can make call the resource, unless the statement names whom they call for. */
function judgeDeputies({ policy, place, fields, held }: Allowed): Verdict[] {
  const condition = fields['Condition'];
  const services = trustedPrincipals(fields['Principal']).flatMap(({ is, text }) => (is === 'service' ? [text] : []));
  return services.flatMap((service) => {
    const actions = deputyActions(service, policy.service).filter((facts) => {
      const entries = judgedEntries(condition, facts);
      return held.appliesTo(facts.name.toLowerCase()) && !entries.some((entry) => namesSource(entry));
    });
    if (actions.length === 0) return [];
    return [
      violates(
        policy.holder,
        `${place} lets ${service} call ${shortList(actions.map(({ name }) => name))} of ${policy.targetLabel} on behalf of any ` +
          `account (confused deputy): ${policy.isPermission ? 'set sourceAccount or sourceArn' : 'add a condition on aws:SourceAccount or aws:SourceArn'}.`,
      ),
    ];
  });
}

const sourceKeys = ['aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid', 'aws:sourceorgpaths', 'aws:sourceowner'];

/** Whether an entry names the account or the resource that a service calls for. */
function namesSource({ strength, key, operator }: JudgedEntry): boolean {
  if (strength === 'unknown' || strength === 'never') return true;
  return strength === 'strong' && sourceKeys.includes(key) && !/^null$|not/i.test(operator);
}
