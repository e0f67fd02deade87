import type { Rule } from '../../policy/pack/rule';
import { iamConditionStrength } from '../../policy/rules/iamConditionStrength';
import { iamCredentialAccess } from '../../policy/rules/iamCredentialAccess';
import { iamDataExfiltration } from '../../policy/rules/iamDataExfiltration';
import { iamKnownAction } from '../../policy/rules/iamKnownAction';
import { iamNoWildcard } from '../../policy/rules/iamNoWildcard';
import { iamPermissionsManagement } from '../../policy/rules/iamPermissionsManagement';
import { iamPrivilegeEscalation } from '../../policy/rules/iamPrivilegeEscalation';
import { iamResourceFits } from '../../policy/rules/iamResourceFits';

/** A kind of finding that this pack has and at least one peer. */
export interface AccuracyKind {
  /** When a finding is right, whichever tool reports it. Adjudications apply only this. */
  readonly criterion: string;
  readonly rule: Rule;
  /** Pattern of the rule's findings of this kind. @default all findings of the rule */
  readonly text?: RegExp;
  /** Names of each peer's findings of this kind. */
  readonly cloudsplaining: readonly string[];
  readonly parliament: readonly string[];
  /** Differences that are adjudicated, and a third as many agreements: `all` of both, or the size of the sample. */
  readonly adjudicated: 'all' | number;
}

export type Kind = keyof typeof accuracyKinds;

const accuracyKinds = {
  'privilege-escalation': {
    criterion:
      'a principal with only this document can get the permissions of roles, users or machines that it does not name',
    rule: iamPrivilegeEscalation,
    cloudsplaining: ['PrivilegeEscalation'],
    parliament: ['PRIVILEGE_ESCALATION'],
    adjudicated: 'all',
  },
  credentials: {
    criterion: 'it returns secrets, tokens or keys of others that it does not name',
    rule: iamCredentialAccess,
    // cloudsplaining counts reading secrets among reading data.
    cloudsplaining: ['CredentialsExposure', 'DataExfiltration of secrets'],
    parliament: ['CREDENTIALS_EXPOSURE'],
    adjudicated: 'all',
  },
  'data-exfiltration': {
    criterion: 'it reads the data of every store of some kind in the account',
    rule: iamDataExfiltration,
    cloudsplaining: ['DataExfiltration'],
    parliament: [],
    adjudicated: 24,
  },
  'permissions-management': {
    criterion: 'it changes who may do what on every resource of some kind, although some could be named',
    rule: iamPermissionsManagement,
    cloudsplaining: ['ResourceExposure'],
    parliament: ['PERMISSIONS_MANAGEMENT_ACTIONS'],
    adjudicated: 24,
  },
  'wild-resource': {
    criterion: 'it allows an action on every resource, although the action can be limited to some',
    rule: iamNoWildcard,
    text: /name the ARNs that are needed/,
    cloudsplaining: ['InfrastructureModification'],
    parliament: ['RESOURCE_STAR', 'RESOURCE_EFFECTIVELY_STAR'],
    adjudicated: 24,
  },
  'wild-action': {
    criterion: 'it allows actions that are not listed by name: a whole service, or most of one',
    rule: iamNoWildcard,
    text: /list the actions that are needed/,
    cloudsplaining: ['ServiceWildcard'],
    parliament: [],
    adjudicated: 24,
  },
  inversion: {
    criterion: 'it allows all but what it lists, by NotAction or NotResource',
    rule: iamNoWildcard,
    text: /with Not(?:Action|Resource)/,
    cloudsplaining: ['NotAction', 'NotResource'],
    parliament: ['NOTRESOURCE_WITH_ALLOW'],
    adjudicated: 24,
  },
  'unknown-action': {
    criterion: 'it names an action or a pattern that matches no AWS action',
    rule: iamKnownAction,
    cloudsplaining: [],
    parliament: ['UNKNOWN_ACTION', 'UNKNOWN_PREFIX'],
    adjudicated: 24,
  },
  'resource-mismatch': {
    criterion: 'an action of a statement can apply to none of the resources of that statement',
    rule: iamResourceFits,
    cloudsplaining: [],
    parliament: ['RESOURCE_MISMATCH'],
    adjudicated: 24,
  },
  'condition-key': {
    criterion: 'a condition asks for a key that an action of its statement never sends',
    rule: iamConditionStrength,
    text: /never sends/,
    cloudsplaining: [],
    parliament: ['UNKNOWN_CONDITION_FOR_ACTION'],
    adjudicated: 24,
  },
} as const satisfies Record<string, AccuracyKind>;

export const kindNames = Object.keys(accuracyKinds) as readonly Kind[];

/** The row of a kind. */
export const kindFacts = (kind: Kind): AccuracyKind => accuracyKinds[kind];

/** Findings without a counterpart on the other side, which are not compared. */
export const withoutCounterpart = {
  'this pack': [
    'iam-pass-role',
    'iam-monitoring-tampering',
    'iam-trust (managed policies have no trust)',
    'iam-condition-strength of vacuous and weak conditions',
  ],
  cloudsplaining: ['AssumableBy... (of trust policies, which managed policies have none of)'],
  parliament: [
    'RESOURCE_POLICY_PRIVILEGE_ESCALATION',
    'MISMATCHED_TYPE, MISMATCHED_TYPE_BUT_USABLE (of condition values)',
    'INVALID_ARN, INVALID_SID, MALFORMED (of the form)',
    'SENSITIVE_ACCESS (needs a list of resources)',
  ],
} as const;
