import { CloudTrailClient, paginateListPublicKeys } from '@aws-sdk/client-cloudtrail';
import { UserError } from '../../contract/userError';
import { type PublicKeys, parsePublicKey } from '../chain/digest';

interface ListArgs {
  /** Regions of the digests: each region signs with keys of its own. */
  readonly regions: readonly string[];
  /** From the end of the first digest on. */
  readonly from: Date;
  readonly to: Date;
  readonly endpointUrl?: string;
}

/** Lists CloudTrail's public keys of some regions, by fingerprint. Throws a UserError if they cannot be listed. */
export async function listPublicKeys({ regions, from, to, endpointUrl }: ListArgs): Promise<PublicKeys> {
  const keys = new Map<string, ReturnType<typeof parsePublicKey>>();
  for (const region of regions) {
    const client = new CloudTrailClient({ region, endpoint: endpointUrl ?? process.env['AWS_ENDPOINT_URL'] });
    try {
      for await (const { PublicKeyList = [] } of paginateListPublicKeys({ client }, { StartTime: from, EndTime: to })) {
        for (const { Fingerprint = '', Value = new Uint8Array() } of PublicKeyList) {
          keys.set(Fingerprint, parsePublicKey(Buffer.from(Value).toString('base64')));
        }
      }
    } catch (error) {
      const { name, message } = error as Error;
      throw new UserError(
        `CloudTrail's public keys of ${region} cannot be listed (${name}: ${message}); check the credentials and the permission cloudtrail:ListPublicKeys, or name files with --public-keys`,
      );
    } finally {
      client.destroy();
    }
  }
  return keys;
}
