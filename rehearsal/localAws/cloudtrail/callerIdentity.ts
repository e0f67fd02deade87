import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { MotoClients } from '../protocol/motoClients';

/** A caller, as CloudTrail's `userIdentity`. */
export interface CallerIdentity {
  readonly type: 'IAMUser' | 'AssumedRole' | 'Root' | 'Unknown';
  readonly principalId?: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly accessKeyId: string;
  readonly userName?: string;
}

function identityType(arn: string): CallerIdentity['type'] {
  if (arn.includes(':assumed-role/')) return 'AssumedRole';
  if (arn.endsWith(':root')) return 'Root';
  return arn.includes(':user/') ? 'IAMUser' : 'Unknown';
}

async function fetchIdentity(clients: Pick<MotoClients, 'sts'>, accessKeyId: string): Promise<CallerIdentity> {
  const sts = clients.sts(accessKeyId);
  try {
    const { Arn: arn = '', Account: accountId, UserId: principalId } = await sts.send(new GetCallerIdentityCommand({}));
    const type = identityType(arn);
    const userName = type === 'IAMUser' ? (arn.split('/').at(-1) ?? '') : undefined;
    return { type, principalId, arn, accountId, accessKeyId, userName };
  } finally {
    sts.destroy();
  }
}

/** Looks up who an access key belongs to. moto issued the key, so it is asked, once per key. */
export function makeIdentityLookup(
  clients: Pick<MotoClients, 'sts'>,
): (accessKeyId: string) => Promise<CallerIdentity> {
  const identities = new Map<string, Promise<CallerIdentity>>();
  return (accessKeyId) => {
    const identity = identities.get(accessKeyId) ?? fetchIdentity(clients, accessKeyId);
    identities.set(accessKeyId, identity);
    return identity;
  };
}
