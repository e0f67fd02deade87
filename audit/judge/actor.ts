import type { CloudTrailRecord, UserIdentity } from '../../contract/cloudTrailRecord';

/** Who made a call. */
export interface Actor {
  /** For a sentence, such as `user mallory` or `session deploy-42 of role pipeline`. */
  readonly text: string;
  /** ARN of the caller; the account or the service where the record has none. */
  readonly id: string;
  /** ARN of the role or user that the permissions come from; undefined for a service or an account. */
  readonly issuer?: string;
  /** Account of the caller, where it differs from the one with the record. */
  readonly otherAccount?: string;
}

/** How each type of identity is named. Source: "CloudTrail userIdentity element" of the CloudTrail User Guide. */
const texts: Readonly<Record<string, (identity: UserIdentity) => string>> = {
  Root: () => 'the root user',
  IAMUser: (identity) => `user ${nameOf(identity)}`,
  AssumedRole: describeSession,
  Role: (identity) => `role ${nameOf(identity)}`,
  FederatedUser: (identity) => {
    const issuer = identity.sessionContext?.sessionIssuer;
    const by = issuer?.userName ?? lastPart(issuer?.arn);
    return `federated user ${nameOf(identity)}${by === undefined ? '' : ` with the permissions of ${by}`}`;
  },
  SAMLUser: describeFederation,
  WebIdentityUser: describeFederation,
  IdentityCenterUser: ({ onBehalfOf, principalId }) =>
    `IAM Identity Center user ${onBehalfOf?.userId ?? principalId ?? 'without an id'}`,
  Directory: (identity) => `directory user ${nameOf(identity)}`,
  AWSService: ({ invokedBy }) => `AWS service ${invokedBy ?? 'without a name'}`,
  AWSAccount: ({ accountId, principalId }) =>
    `a principal of account ${accountId ?? 'without an id'}${principalId === undefined ? '' : ` (${principalId})`}`,
};

/** Describes who made a call, for any form of identity; an unknown one by its type. */
export function describeActor({ userIdentity: identity, recipientAccountId }: CloudTrailRecord): Actor {
  const { type, arn, accountId, invokedBy, sessionContext, principalId } = identity;
  const describe = Object.hasOwn(texts, type) ? texts[type] : undefined;
  const text = describe ? describe(identity) : `${type} ${nameOf(identity)}`;
  const foreign = accountId !== undefined && recipientAccountId !== undefined && accountId !== recipientAccountId;
  return {
    text,
    id: arn ?? invokedBy ?? principalId ?? accountId ?? type,
    issuer: sessionContext?.sessionIssuer?.arn ?? (type === 'AssumedRole' ? roleOfSession(arn) : arn),
    otherAccount: foreign ? accountId : undefined,
  };
}

function describeSession(identity: UserIdentity): string {
  const { arn, sessionContext, onBehalfOf } = identity;
  const [, role = sessionContext?.sessionIssuer?.userName ?? 'without a name', session = 'without a name'] =
    /:assumed-role\/(.+)\/([^/]+)$/.exec(arn ?? '') ?? [];
  // The role of a permission set in IAM Identity Center; its session is named after the person.
  const [, permissionSet] = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(role) ?? [];
  const provider = sessionContext?.webIdFederationData?.federatedProvider;
  const details = [
    ...(sessionContext?.sourceIdentity === undefined ? [] : [`source identity ${sessionContext.sourceIdentity}`]),
    ...(provider === undefined ? [] : [`signed in through ${lastPart(provider) ?? provider}`]),
    ...(onBehalfOf?.userId === undefined ? [] : [`for IAM Identity Center user ${onBehalfOf.userId}`]),
  ];
  const of = permissionSet === undefined ? `role ${role}` : `permission set ${permissionSet}`;
  return `session ${session} of ${of}${details.length === 0 ? '' : ` (${details.join(', ')})`}`;
}

function describeFederation(identity: UserIdentity): string {
  const { identityProvider } = identity;
  return `federated user ${nameOf(identity)}${identityProvider === undefined ? '' : ` of ${identityProvider}`}`;
}

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>` as the role's ARN, without the path that a session ARN lacks. */
function roleOfSession(arn: string | undefined): string | undefined {
  const match = /^arn:([^:]+):sts::(\d+):assumed-role\/(.+)\/[^/]+$/.exec(arn ?? '');
  return match ? `arn:${match[1]}:iam::${match[2]}:role/${match[3]}` : undefined;
}

function nameOf({ userName, arn, principalId, accountId }: UserIdentity): string {
  return userName ?? lastPart(arn) ?? principalId ?? accountId ?? 'without a name';
}

function lastPart(text: string | undefined): string | undefined {
  return text?.split('/').at(-1);
}
