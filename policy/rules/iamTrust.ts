import { actionFacts } from '../iam/actions/actionFacts';
import { type JudgedEntry, judgedEntries } from '../iam/conditions/conditionStrength';
import { sourceKeysOf } from '../iam/conditions/sourceKeys';
import { hasDocuments } from '../iam/documents/documentsOf';
import { type StatementFinding, statementVerdicts } from '../iam/documents/statementVerdicts';
import { identityProvider } from '../iam/principals/identityProviders';
import { type TrustedPrincipal, trustedPrincipals } from '../iam/principals/trustedPrincipals';
import { asList, isPlainObject, notYetKnown, type PlainObject, textsOf } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';
import type { ResourceRule } from '../pack/rule';

/** Who may take a role on has its rights: a trust that names nobody in particular gives them to everybody. */
export const iamTrust: ResourceRule = {
  id: 'iam-trust',
  displayName: 'Roles trust somebody in particular',
  description:
    'Roles trust no wildcard, other accounts by an external id, identity providers by subject, and services for one account.',
  severity: 'high',
  framework: {
    name: 'AWS Well-Architected Framework, Security Pillar',
    version: '2024-11-06',
    reference: 'SEC03-BP07, SEC03-BP09',
    specification: 'Analyze public and cross-account access; share resources securely with a third party',
  },
  remediationSteps:
    'Name accounts with a condition on sts:ExternalId, identity providers with conditions on sub and aud, and services ' +
    'with aws:SourceAccount or aws:SourceArn.',
  configSchema: {
    properties: {
      trustedAccounts: {
        type: 'array',
        items: { type: 'string' },
        default: [],
        description:
          "Accounts that need no external id: this stack's own and others of the same owner, 12 digits each.",
      },
    },
  },
  appliesTo: hasDocuments,
  // The role's own account is known with its ARN.
  readsAnswers: true,
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

/** The account that a role is in, by its ARN or by policies that it can only have of the same account. */
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
    return [{ text: 'allows every principal but a few with NotPrincipal: say what is needed in Principal.' }];
  }
  const named = trustedPrincipals(fields['Principal']);
  const texts = named.flatMap((principal) => faultOf(principal, fields) ?? []);
  const accounts = named.flatMap((each) => (each.is === 'account' ? [each.account] : []));
  const strangers = [...new Set(accounts)].filter((account) => !trustedAccounts.includes(account));
  return [
    ...[...new Set([...texts, ...unnamedProvider(fields, named)])].map((text) => ({ text })),
    ...accountFindings(strangers, fields, ownIsKnown),
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
      return samlFault(principal.text, fields);
  }
}

const organisationKeys = ['aws:principalorgid', 'aws:principalorgpaths'];

function everybodyFault(text: string, fields: PlainObject): string | undefined {
  const keys = [...organisationKeys, 'aws:principalarn', 'aws:principalaccount'];
  if (asked(fields, 'sts:AssumeRole', keys).held) return undefined;
  return `trusts every principal ('${text}'): name the services or accounts that may assume it.`;
}

/** While the role's own account is not known, one of the accounts may be it. */
function accountFindings(accounts: readonly string[], fields: PlainObject, ownIsKnown: boolean): StatementFinding[] {
  const [first, ...others] = accounts;
  const { held, why } = asked(fields, 'sts:AssumeRole', ['sts:externalid', ...organisationKeys]);
  if (held || first === undefined) return [];
  const unasked = `without asking for an sts:ExternalId${why}`;
  const remedy = 'add that condition, or list the account in trustedAccounts if it is yours.';
  if (ownIsKnown) return accounts.map((account) => ({ text: `trusts account ${account} ${unasked}: ${remedy}` }));
  if (others.length === 0) {
    const open = 'and whether that is the own account of the role is known only when the role is made';
    return [{ text: `trusts account ${first} ${unasked}, ${open}: ${remedy}`, open: true }];
  }
  const list = `${others.length > 3 ? `${accounts.length} accounts, such as ` : 'accounts '}${accounts.slice(0, 4).join(', ')}`;
  return [
    {
      text:
        `trusts ${list} ${unasked}, and at most one of them is the own account of the role: add that condition, or list ` +
        'in trustedAccounts those that are yours.',
    },
  ];
}

const sourceKeys = ['aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid', 'aws:sourceorgpaths'];

function serviceFault(service: string, fields: PlainObject): string | undefined {
  const facts = sourceKeysOf(service);
  if (!facts) return undefined;
  const { held, why } = asked(fields, 'sts:AssumeRole', sourceKeys);
  if (facts.sends) {
    if (held) return undefined;
    return `trusts '${service}' whoever it works for${why}: ask for your account with aws:SourceAccount or aws:SourceArn.`;
  }
  if (!held) return undefined;
  return `asks '${service}' for aws:SourceAccount or aws:SourceArn, which it doesn't send, so that it can't assume the role: take that condition out.`;
}

function providerFault(host: string, fields: PlainObject): string | undefined {
  const { who, named, besides } = identityProvider(host);
  const action = 'sts:AssumeRoleWithWebIdentity';
  const names = (entry: JudgedEntry) => !named || entry.key !== `${host}:sub` || everyValue(fields, entry, named);
  const subject = asked(
    fields,
    action,
    who.map((claim) => `${host}:${claim}`),
    names,
  );
  const missing = [
    ...(subject.held ? [] : who.slice(0, 1)),
    ...besides.filter((claim) => !asked(fields, action, [`${host}:${claim}`]).held),
  ];
  if (missing.length === 0) return undefined;
  const claims = missing.map((claim) => `${host}:${claim}`).join(' and ');
  return `trusts identity provider '${host}' without asking who it speaks for${subject.why}: add conditions on ${claims} that name somebody.`;
}

/** A provider that is known only during the update must still be asked for a subject. */
function unnamedProvider(fields: PlainObject, named: readonly TrustedPrincipal[]): string[] {
  const principal = fields['Principal'];
  const federated = isPlainObject(principal) ? asList(principal['Federated']) : [];
  const byWeb = asList(fields['Action']).some((action) => action === 'sts:AssumeRoleWithWebIdentity');
  if (!byWeb || !federated.includes(notYetKnown) || named.some(({ is }) => is === 'oidc')) return [];
  const entries = judgedEntries(fields['Condition'], actionFacts('sts:AssumeRoleWithWebIdentity'));
  const asksSomebody = entries.some(
    ({ key, strength }) => key.endsWith(':sub') && ['strong', 'unknown'].includes(strength),
  );
  const open = entries.some(({ key }) => key === '');
  if (asksSomebody || open) return [];
  return [
    'trusts an identity provider without asking who it speaks for: add conditions on its sub and aud that name somebody.',
  ];
}

function samlFault(text: string, fields: PlainObject): string | undefined {
  const { held, why } = asked(fields, 'sts:AssumeRoleWithSAML', ['saml:aud']);
  if (held) return undefined;
  return `trusts SAML provider '${text}' without asking for SAML:aud${why}: ask for 'https://signin.aws.amazon.com/saml' with StringEquals.`;
}

/**
 * Whether a statement's condition asks for one of some keys in a way that limits, or that can't be judged yet; else why
 * what it asks is no limit, in brackets.
 */
function asked(
  fields: PlainObject,
  action: string,
  keys: readonly string[],
  limits: (entry: JudgedEntry) => boolean = () => true,
): { held: boolean; why: string } {
  const entries = judgedEntries(fields['Condition'], actionFacts(action)).filter(
    ({ key }) => key === '' || keys.includes(key),
  );
  const held = entries.some(
    (entry) =>
      entry.strength === 'unknown' ||
      entry.strength === 'never' ||
      (entry.strength === 'strong' && isNamed(entry) && limits(entry)),
  );
  const [why] = entries.flatMap((entry) => (entry.why === '' ? [] : [entry.why]));
  return { held, why: held || why === undefined ? '' : ` (${why})` };
}

/** `Null` and negated operators say what a value is not: that names nobody. */
function isNamed({ operator }: JudgedEntry): boolean {
  return !/^null$|not/i.test(operator);
}

function everyValue(fields: PlainObject, { operator, key }: JudgedEntry, pattern: RegExp): boolean {
  const condition = fields['Condition'];
  const keys = isPlainObject(condition) ? condition[operator] : undefined;
  const values = isPlainObject(keys) ? Object.entries(keys).filter(([name]) => name.toLowerCase() === key) : [];
  return values.every(([, value]) => asList(value).every((item) => typeof item === 'string' && pattern.test(item)));
}
