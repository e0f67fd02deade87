import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { openKmsSigner } from '../../audit/pack/kmsSigner';
import type { PackSigner } from '../../audit/pack/packSigner';
import { deploymentKey } from '../aws/awsClients';

/** Makes an asymmetric KMS key on the local AWS, and opens it as `audit report --sign-key` does. */
export async function makePackSigner(aws: { endpoint: string; region: string }): Promise<PackSigner> {
  const config = { endpoint: aws.endpoint, region: aws.region, credentials: deploymentKey };
  const kms = new KMSClient(config);
  try {
    const request = { KeyUsage: 'SIGN_VERIFY', KeySpec: 'RSA_2048', Description: 'Signs evidence packs' } as const;
    const { KeyMetadata } = await kms.send(new CreateKeyCommand(request));
    return await openKmsSigner(KeyMetadata?.Arn ?? '', config);
  } finally {
    kms.destroy();
  }
}
