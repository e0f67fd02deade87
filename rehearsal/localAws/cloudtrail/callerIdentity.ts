import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { MotoClients } from '../protocol/motoClients';

/** A caller as CloudTrail's `userIdentity` describes one. */
export interface CallerIdentity {
  readonly type: 'IAMUser' | 'AssumedRole' | 'Root' | 'Unknown';
  readonly principalId?: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly accessKeyId: string;
  readonly userName?: string;
}

function typeOf(arn: string): CallerIdentity['type'] {
  if (arn.includes(':assumed-role/')) return 'AssumedRole';
  if (arn.endsWith(':root')) return 'Root';
  return arn.includes(':user/') ? 'IAMUser' : 'Unknown';
}

/** Says who an access key belongs to: moto gave the key out and knows; each key is asked for once. */
export function callerIdentities(clients: Pick<MotoClients, 'sts'>): (accessKeyId: string) => Promise<CallerIdentity> {
  const known = new Map<string, Promise<CallerIdentity>>();
  const ask = async (accessKeyId: string): Promise<CallerIdentity> => {
    const sts = clients.sts(accessKeyId);
    try {
      const { Arn: arn = '', Account, UserId } = await sts.send(new GetCallerIdentityCommand({}));
      const type = typeOf(arn);
      return {
        type,
        ...(UserId === undefined ? {} : { principalId: UserId }),
        arn,
        ...(Account === undefined ? {} : { accountId: Account }),
        accessKeyId,
        ...(type === 'IAMUser' ? { userName: arn.split('/').at(-1) ?? '' } : {}),
      };
    } finally {
      sts.destroy();
    }
  };
  return (accessKeyId) => {
    const found = known.get(accessKeyId) ?? ask(accessKeyId);
    known.set(accessKeyId, found);
    return found;
  };
}
