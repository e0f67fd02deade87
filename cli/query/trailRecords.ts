import type { FiledRecord } from '../../audit/trail/readTrail';
import { readCloudTrailRecord } from '../../contract/cloudTrailRecord';
import type { QueryRow } from './queryEngine';

/** The record of a row that `selectRecords` selects; undefined without a call, a source or a time. */
export function readRecordRow(row: QueryRow): FiledRecord | undefined {
  const record = readCloudTrailRecord({
    eventVersion: row['eventversion'],
    eventID: row['eventid'],
    eventTime: row['eventtime'],
    eventSource: row['eventsource'],
    eventName: row['eventname'],
    awsRegion: row['awsregion'],
    sourceIPAddress: row['sourceipaddress'],
    userAgent: row['useragent'],
    errorCode: row['errorcode'],
    readOnly: row['readonly'],
    recipientAccountId: row['recipientaccountid'],
    vpcEndpointId: row['vpcendpointid'],
    sessionCredentialFromConsole: row['sessioncredentialfromconsole'],
    requestParameters: parseJson(row['requestparameters']),
    responseElements: parseJson(row['responseelements']),
    resources: readResources(row['resources']),
    userIdentity: {
      type: row['identity_type'],
      principalId: row['principal_id'],
      arn: row['identity_arn'],
      accountId: row['identity_account'],
      userName: row['user_name'],
      invokedBy: row['invoked_by'],
      identityProvider: row['identity_provider'],
      onBehalfOf: { userId: row['on_behalf_of'] },
      sessionContext: {
        sourceIdentity: row['source_identity'],
        sessionIssuer: { type: row['issuer_type'], arn: row['issuer_arn'], userName: row['issuer_name'] },
        webIdFederationData: { federatedProvider: row['federated_provider'] },
      },
    },
  });
  // `s3://<bucket>/<key>`
  return record && { ...record, file: (row['file'] ?? '').split('/').slice(3).join('/') };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

/** Names of fields are lower case in the table. */
function readResources(text: string | undefined): object[] {
  const resources = parseJson(text) as readonly { readonly type?: string; readonly arn?: string }[] | null;
  return (resources ?? []).map(({ type, arn }) => ({ type, ARN: arn }));
}
