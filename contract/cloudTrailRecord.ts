import { isPlainObject } from './isPlainObject';

/** Who made a call: the fields of `userIdentity` that this project reads. Which of them a record has depends on `type`. */
export interface UserIdentity {
  /** Such as `IAMUser`, `AssumedRole`, `FederatedUser`, `Root`, `AWSService`, `AWSAccount` or `IdentityCenterUser`. */
  readonly type: string;
  readonly principalId?: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly userName?: string;
  /** Service that made the call, for itself or for the caller. */
  readonly invokedBy?: string;
  /** Provider of a federated identity. */
  readonly identityProvider?: string;
  readonly sessionContext?: {
    readonly sessionIssuer?: { readonly type?: string; readonly arn?: string; readonly userName?: string };
    /** Set by the first role of a chain; the session cannot change it. */
    readonly sourceIdentity?: string;
    readonly webIdFederationData?: { readonly federatedProvider?: string };
  };
  readonly onBehalfOf?: { readonly userId?: string };
}

/**
 * The fields of a CloudTrail record that this project reads. Source: "CloudTrail record contents" of the CloudTrail User
 * Guide.
 */
export interface CloudTrailRecord {
  readonly eventVersion: string;
  readonly eventID: string;
  /** ISO 8601 instant. */
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent?: string;
  readonly userIdentity: UserIdentity;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly resources?: readonly { readonly type?: string; readonly ARN?: string }[];
  readonly responseElements?: Readonly<Record<string, unknown>> | null;
  readonly errorCode?: string;
  readonly readOnly: boolean;
  readonly managementEvent: boolean;
  /** Account in whose trail the record is. */
  readonly recipientAccountId?: string;
  /** VPC endpoint that the call came through. */
  readonly vpcEndpointId?: string;
  /** `true` for credentials of a console session. */
  readonly sessionCredentialFromConsole?: string;
}

/**
 * Reads a record of any version: fields that are missing or have another type get an empty value. Returns undefined
 * without a call, a source and a time, which every record has.
 */
export function readCloudTrailRecord(value: unknown): CloudTrailRecord | undefined {
  if (!isPlainObject(value)) return undefined;
  const { eventName, eventSource, eventTime } = value;
  if (typeof eventName !== 'string' || typeof eventSource !== 'string' || typeof eventTime !== 'string')
    return undefined;
  if (Number.isNaN(Date.parse(eventTime))) return undefined;
  const resources = Array.isArray(value['resources']) ? value['resources'] : [];
  return {
    eventName,
    eventSource,
    eventTime,
    eventVersion: textOf(value['eventVersion']) ?? '',
    eventID: textOf(value['eventID']) ?? '',
    awsRegion: textOf(value['awsRegion']) ?? '',
    sourceIPAddress: textOf(value['sourceIPAddress']) ?? '',
    userAgent: textOf(value['userAgent']),
    userIdentity: readIdentity(value['userIdentity']),
    requestParameters: objectOf(value['requestParameters']) ?? null,
    resources: resources.filter(isPlainObject).map(({ type, ARN }) => ({ type: textOf(type), ARN: textOf(ARN) })),
    responseElements: objectOf(value['responseElements']) ?? null,
    errorCode: textOf(value['errorCode']),
    readOnly: value['readOnly'] === true || value['readOnly'] === 'true',
    managementEvent: value['managementEvent'] !== false,
    recipientAccountId: textOf(value['recipientAccountId']),
    vpcEndpointId: textOf(value['vpcEndpointId']),
    sessionCredentialFromConsole: textOf(value['sessionCredentialFromConsole']),
  };
}

function readIdentity(value: unknown): UserIdentity {
  const identity = objectOf(value) ?? {};
  const session = objectOf(identity['sessionContext']) ?? {};
  const issuer = objectOf(session['sessionIssuer']) ?? {};
  const federation = objectOf(session['webIdFederationData']) ?? {};
  return {
    type: textOf(identity['type']) ?? 'Unknown',
    principalId: textOf(identity['principalId']),
    arn: textOf(identity['arn']),
    accountId: textOf(identity['accountId']),
    userName: textOf(identity['userName']),
    invokedBy: textOf(identity['invokedBy']),
    identityProvider: textOf(identity['identityProvider']),
    sessionContext: {
      sessionIssuer: {
        type: textOf(issuer['type']),
        arn: textOf(issuer['arn']),
        userName: textOf(issuer['userName']),
      },
      sourceIdentity: textOf(session['sourceIdentity']),
      webIdFederationData: { federatedProvider: textOf(federation['federatedProvider']) },
    },
    onBehalfOf: { userId: textOf(objectOf(identity['onBehalfOf'])?.['userId']) },
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const objectOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  isPlainObject(value) ? value : undefined;
