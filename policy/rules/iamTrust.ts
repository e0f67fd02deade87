import { actionFacts } from '../iam/actions/actionFacts';
import { excludesStrangers } from '../iam/conditions/callerLimits';
import { type JudgedEntry, judgedEntries } from '../iam/conditions/conditionStrength';
import { sourceKeysOf } from '../iam/conditions/sourceKeys';
import { hasDocuments } from '../iam/documents/documentsOf';
import { type StatementFinding, statementVerdicts } from '../iam/documents/statementVerdicts';
import { identityProvider } from '../iam/principals/identityProviders';
import { type TrustedPrincipal, trustedPrincipals } from '../iam/principals/trustedPrincipals';
import {
  asList,
  isPlainObject,
  notYetKnown,
  type PlainObject,
  type PropertyValue,
  textsOf,
} from '../pack/propertyValue';
import type { Resource } from '../pack/resource';
import type { ResourceRule } from '../pack/rule';

export const iamTrust: ResourceRule = {
  id: 'iam-trust',
  displayName: 'Roles trust named principals',
  description:
    'Trust policies name their principals, other accounts with an external ID, identity providers with a subject, and services on behalf of one account.',
  rationale:
    'Whoever can assume a role has its permissions. A trust policy that names no one in particular gives them to everyone.',
  severity: 'high',
  framework: {
    name: 'AWS Well-Architected Framework, Security Pillar',
    version: '2024-11-06',
    reference: 'SEC03-BP07, SEC03-BP09',
    specification: 'Analyze public and cross-account access; share resources securely with a third party',
  },
  source:
    'https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_permissions_analyze_cross_account.html',
  remediationSteps:
    'Add a condition on sts:ExternalId for other accounts, on sub and aud for identity providers, on a tag of the ' +
    'certificate for Roles Anywhere, and on aws:SourceAccount or aws:SourceArn for other services.',
  example: {
    avoid: {
      monitor: {
        type: 'aws:iam/role:Role',
        properties: {
          assumeRolePolicy: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
            ],
          },
        },
      },
    },
    prefer: {
      monitor: {
        type: 'aws:iam/role:Role',
        properties: {
          assumeRolePolicy: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'sagemaker.amazonaws.com' },
                Action: 'sts:AssumeRole',
                Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
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
        description: "Accounts that need no external ID: the stack's own and others of the same owner, 12 digits each.",
      },
    },
  },
  appliesTo: hasDocuments,
  // The ARN of a role names its account.
  readsOutputs: true,
  check: (resource, settings) => {
    const own = ownAccount(resource);
    const trusted = [...textsOf(settings['trustedAccounts']), ...(own === undefined ? [] : [own])];
    return statementVerdicts(resource, {
      kind: 'trust',
      fields: ['Effect', 'Principal', 'NotPrincipal', 'Condition'],
      judge: (fields) => (fields['Effect'] === 'Deny' ? [] : judgeTrust(fields, trusted, own !== undefined)),
    });
  },
};

/** Returns the account of a role, from its ARN or from policies that can only be of the same account. */
function ownAccount(role: Resource): string | undefined {
  const arns = ['arn', 'permissionsBoundary', 'managedPolicyArns'].flatMap((key) => asList(role.property(key)));
  const accounts = arns.map((arn) => (typeof arn === 'string' ? arn.split(':')[4] : undefined));
  return accounts.find((account) => account !== undefined && /^\d{12}$/.test(account));
}

function judgeTrust(
  fields: PlainObject,
  trustedAccounts: readonly string[],
  ownIsKnown: boolean,
): readonly StatementFinding[] {
  if (fields['NotPrincipal'] !== undefined) {
    return [{ text: 'trusts every other principal with NotPrincipal: list the principals in Principal.' }];
  }
  const principals = trustedPrincipals(fields['Principal']);
  const texts = principals.flatMap((principal) => faultOf(principal, fields) ?? []);
  const accounts = principals.flatMap((principal) => (principal.is === 'account' ? [principal.account] : []));
  const untrusted = [...new Set(accounts)].filter((account) => !trustedAccounts.includes(account));
  return [
    ...[...new Set([...texts, ...unknownProviderFaults(fields, principals)])].map((text) => ({ text })),
    ...accountFindings(untrusted, fields, ownIsKnown),
  ];
}

function faultOf(principal: TrustedPrincipal, fields: PlainObject): string | undefined {
  switch (principal.is) {
    case 'everybody':
      return everybodyFault(principal.text, fields);
    case 'account':
      return undefined;
    case 'service':
      return serviceFault(principal.text, fields);
    case 'oidc':
      return providerFault(principal.host, fields);
    case 'saml':
      return samlFault(`SAML provider '${principal.text}'`, fields);
  }
}

const organizationKeys = ['aws:principalorgid', 'aws:principalorgpaths'];

function everybodyFault(text: string, fields: PlainObject): string | undefined {
  const condition = fields['Condition'];
  const entries = judgedEntries(condition, actionFacts('sts:AssumeRole'));
  const namesPrincipals = ({ key }: JudgedEntry) => key === '' || key.startsWith('aws:principal');
  if (entries.some((entry) => namesPrincipals(entry) && excludesStrangers(entry, condition))) return undefined;
  return `trusts every principal ('${text}'): name the services or accounts that assume the role.`;
}

/** One of the accounts may be the role's own while that is not known. */
function accountFindings(accounts: readonly string[], fields: PlainObject, ownIsKnown: boolean): StatementFinding[] {
  const [first, ...others] = accounts;
  const { limited, why } = findLimit(fields, 'sts:AssumeRole', ['sts:externalid', ...organizationKeys]);
  if (limited || first === undefined) return [];
  const lack = `without a condition on sts:ExternalId${why}`;
  const remedy = 'add the condition, or add the account to trustedAccounts if it is yours.';
  if (ownIsKnown) return accounts.map((account) => ({ text: `trusts account ${account} ${lack}: ${remedy}` }));
  if (others.length === 0) {
    const ownClause = 'which may be its own account';
    return [{ text: `trusts account ${first}, ${ownClause}, ${lack}: ${remedy}`, open: true }];
  }
  const list = `${others.length > 3 ? `${accounts.length} accounts, such as ` : 'accounts '}${accounts.slice(0, 4).join(', ')}`;
  return [
    {
      text:
        `trusts ${list} ${lack}, and at most one of them is the role's own account: add the condition, or add your accounts ` +
        'to trustedAccounts.',
    },
  ];
}

const sourceKeys = ['aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid', 'aws:sourceorgpaths', 'sts:externalid'];

function serviceFault(service: string, fields: PlainObject): string | undefined {
  const facts = sourceKeysOf(service);
  if (!facts) return undefined;
  if (service.startsWith('rolesanywhere.')) return certificateFault(service, fields);
  const { limited, why } = findLimit(fields, 'sts:AssumeRole', sourceKeys);
  if (facts.sends) {
    if (limited) return undefined;
    return `trusts ${service} on behalf of any account${why} (confused deputy): add a condition on aws:SourceAccount or aws:SourceArn.`;
  }
  if (!limited) return undefined;
  return `requires aws:SourceAccount or aws:SourceArn of ${service}, which does not send them and so cannot assume the role: remove that condition.`;
}

/** IAM Roles Anywhere passes the attributes of a certificate as tags ("Trust model" of its user guide). */
function certificateFault(service: string, fields: PlainObject): string | undefined {
  const isOfCertificate = (key: string) => /^aws:principaltag\/x509(?:subject|issuer|san)\/./.test(key);
  const { limited, why } = findLimit(fields, 'sts:AssumeRole', isOfCertificate);
  if (limited) return undefined;
  return (
    `trusts every certificate that a trust anchor of ${service} accepts${why}: add a condition on a tag of the certificate, ` +
    'such as aws:PrincipalTag/x509Subject/CN.'
  );
}

function providerFault(host: string, fields: PlainObject): string | undefined {
  const { anyOf, allOf } = identityProvider(host);
  const action = 'sts:AssumeRoleWithWebIdentity';
  const claims = Object.keys(anyOf).map((claim) => `${host}:${claim}`);
  const subject = findLimit(fields, action, claims);
  const named = findLimit(fields, action, claims, ({ key, operator }) => {
    const isNarrow = anyOf[key.slice(host.length + 1)];
    return valuesOf(fields, operator, key).every((value) => typeof value !== 'string' || isNarrow?.(value) === true);
  });
  const missing = [
    ...(named.limited ? [] : claims.slice(0, 1)),
    ...allOf.map((claim) => `${host}:${claim}`).filter((claim) => !findLimit(fields, action, [claim]).limited),
  ];
  if (missing.length === 0) return undefined;
  const whose = subject.limited && !named.limited ? 'subjects of strangers or of a whole organization' : 'any subject';
  return `trusts identity provider '${host}' for ${whose}${subject.why}: add conditions on ${missing.join(' and ')} that name yours.`;
}

/** A provider that is known only during the update needs the same conditions; the keys of the condition may name its host. */
function unknownProviderFaults(fields: PlainObject, principals: readonly TrustedPrincipal[]): string[] {
  const principal = fields['Principal'];
  const federated = isPlainObject(principal) ? asList(principal['Federated']) : [];
  if (!federated.includes(notYetKnown) || principals.some(({ is }) => is === 'oidc' || is === 'saml')) return [];
  const actions = textsOf(fields['Action']);
  if (actions.includes('sts:AssumeRoleWithSAML')) return [samlFault('a SAML provider', fields) ?? []].flat();
  if (!actions.includes('sts:AssumeRoleWithWebIdentity')) return [];
  const keys = judgedEntries(fields['Condition'], actionFacts('sts:AssumeRoleWithWebIdentity')).map(({ key }) => key);
  if (keys.includes('')) return [];
  const hosts = new Set(keys.flatMap((key) => /^([^:]+\.[^:]+):/.exec(key)?.[1] ?? []));
  if (hosts.size > 0) return [...hosts].flatMap((host) => providerFault(host, fields) ?? []);
  return ['trusts an identity provider for any subject: add conditions on its sub and aud that name yours.'];
}

function samlFault(provider: string, fields: PlainObject): string | undefined {
  const { limited, why } = findLimit(fields, 'sts:AssumeRoleWithSAML', ['saml:aud']);
  if (limited) return undefined;
  return `trusts ${provider} without a condition on SAML:aud${why}: add StringEquals with 'https://signin.aws.amazon.com/saml'.`;
}

/**
 * Returns whether a statement's condition limits one of some keys, or may do so once it is known; otherwise also why it
 * doesn't, in parentheses.
 */
function findLimit(
  fields: PlainObject,
  action: string,
  keys: readonly string[] | ((key: string) => boolean),
  limits: (entry: JudgedEntry) => boolean = () => true,
): { limited: boolean; why: string } {
  const isMeant = typeof keys === 'function' ? keys : (key: string) => keys.includes(key);
  const entries = judgedEntries(fields['Condition'], actionFacts(action)).filter(
    ({ key }) => key === '' || isMeant(key),
  );
  const limited = entries.some(
    (entry) =>
      entry.strength === 'unknown' ||
      entry.strength === 'never' ||
      (entry.strength === 'strong' && isNamed(entry) && limits(entry)),
  );
  const [why] = entries.flatMap((entry) => (entry.why === '' ? [] : [entry.why]));
  return { limited, why: limited || why === undefined ? '' : ` (${why})` };
}

/** `Null` and negated operators exclude values: they name no principal. */
function isNamed({ operator }: JudgedEntry): boolean {
  return !/^null$|not/i.test(operator);
}

/** Values of one operator and key, in lower case, of a statement's condition. */
function valuesOf(fields: PlainObject, operator: string, key: string): PropertyValue[] {
  const condition = fields['Condition'];
  const keys = isPlainObject(condition) ? condition[operator] : undefined;
  const entries = isPlainObject(keys) ? Object.entries(keys) : [];
  return entries.filter(([name]) => name.toLowerCase() === key).flatMap(([, value]) => asList(value));
}
