import { ListRolesCommand } from '@aws-sdk/client-iam';
import type { LoggingTrail } from '../cloudtrail/trailSettings';
import { authorize } from '../iam/authorize';
import type { MotoClients } from '../protocol/motoClients';
import type { PolicyReader } from './policyReader';

/** A call that someone may make. */
export interface PossibleCall {
  /** As in `eventSource` and `eventName` of a record. */
  readonly source: string;
  readonly name: string;
  /** Such as `s3:PutObject`. */
  readonly action: string;
  /** ARN, `*` without one; the bucket with a slash behind it for a deletion of many objects. */
  readonly resource: string;
  /** Whether it is a data event. */
  readonly data: boolean;
}

/** Which of some calls a principal may make. */
export interface PrincipalReach {
  /** Name of a role, or a description. */
  readonly principal: string;
  readonly allowed: number;
  /** Allowed calls that no trail records, as `<source> <name> <resource>`. */
  readonly unrecorded: readonly string[];
}

/** Whether a trail that is logging records a call. */
function isRecorded(trails: readonly LoggingTrail[], { source, name, resource, data }: PossibleCall): boolean {
  return trails.some((trail) =>
    data
      ? trail.selectsObject({ arn: resource, eventName: name, readOnly: false })
      : trail.selectsManagement({ eventSource: source, eventName: name, readOnly: false }),
  );
}

interface ReachArgs {
  readonly clients: Pick<MotoClients, 'iam'>;
  readonly policies: PolicyReader;
  readonly accountId: string;
  readonly trails: readonly LoggingTrail[];
  /** Bucket of the trail. */
  readonly trailBucket: string;
}

/**
 * Enumerates who may make which of the calls, and which of these no trail records: every role of the account, and a person
 * who may do everything but use the trail's bucket.
 */
export async function enumerateReach(calls: readonly PossibleCall[], args: ReachArgs): Promise<PrincipalReach[]> {
  const { clients, policies, accountId, trails, trailBucket } = args;
  const { Roles = [] } = await clients.iam.send(new ListRolesCommand({}));
  const roles = await Promise.all(
    Roles.map(async ({ RoleName = '' }) => ({
      principal: RoleName,
      arn: `arn:aws:sts::${accountId}:assumed-role/${RoleName}/session`,
      identity: await policies.rolePolicies(RoleName),
    })),
  );
  const person = {
    principal: 'a person who may do everything but use the bucket of the trail',
    arn: `arn:aws:iam::${accountId}:user/person`,
    identity: [allButBucket(trailBucket)],
  };
  const judged = await Promise.all(
    calls.map(async (call) => ({ call, resource: await resourcePolicy(policies, call) })),
  );
  return [person, ...roles].map(({ principal, arn, identity }) => {
    const allowed = judged.flatMap(({ call, resource }) => {
      const request = { caller: { arn }, action: call.action, resource: call.resource, resourceAccount: accountId };
      return authorize(request, { identity, resource }).allowed ? [call] : [];
    });
    const unrecorded = allowed.filter((call) => !isRecorded(trails, call));
    return {
      principal,
      allowed: allowed.length,
      unrecorded: unrecorded.map(({ source, name, resource }) => `${source} ${name} ${resource}`),
    };
  });
}

/** The policy of a key, a bucket or a queue; undefined for another resource. */
async function resourcePolicy(policies: PolicyReader, { resource }: PossibleCall): Promise<string | undefined> {
  const [, , service, , , name = ''] = resource.split(':');
  if (service === 'kms') return (await policies.key(resource)).policy;
  if (service === 's3') return policies.bucketPolicy(name.split('/')[0] ?? '');
  return service === 'sqs' ? policies.queuePolicy(name) : undefined;
}

function allButBucket(bucket: string): string {
  const arn = `arn:aws:s3:::${bucket}`;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 's3:*', Resource: [arn, `${arn}/*`] },
    ],
  });
}
