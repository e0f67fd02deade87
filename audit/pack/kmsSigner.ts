import { createPublicKey, type KeyObject } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, type KMSClientConfig, SignCommand } from '@aws-sdk/client-kms';
import { UserError } from '../../contract/userError';
import type { PackSignature } from './packIndex';
import type { PackSigner } from './packSigner';

const arnPattern = /^arn:[^:]+:kms:(?<region>[a-z0-9-]+):\d{12}:key\/[\w-]+$/;

/**
 * Opens a KMS key that signs packs. Throws a UserError for a key that cannot be used or that signs in another way.
 * @param config of the client but for the region, which is the key's
 */
export async function openKmsSigner(arn: string, config: KMSClientConfig): Promise<PackSigner> {
  const region = arnPattern.exec(arn)?.groups?.['region'];
  if (region === undefined) {
    throw new UserError(`--sign-key ${arn}: not the ARN of a KMS key; use arn:aws:kms:<region>:<account>:key/<id>`);
  }
  const client = () => new KMSClient({ ...config, region });
  const key = await call(arn, 'kms:GetPublicKey', client(), (kms) => kms.send(new GetPublicKeyCommand({ KeyId: arn })));
  const publicKey = createPublicKey({ key: Buffer.from(key.PublicKey ?? []), format: 'der', type: 'spki' });
  const algorithm = algorithmOf(arn, key.KeyUsage, publicKey);
  return {
    algorithm,
    key: arn,
    publicKey,
    sign: async (digest) => {
      const command = new SignCommand({
        KeyId: arn,
        Message: digest,
        MessageType: 'DIGEST',
        SigningAlgorithm: algorithm,
      });
      const { Signature = new Uint8Array() } = await call(arn, 'kms:Sign', client(), (kms) => kms.send(command));
      return Signature;
    },
  };
}

/** How a key signs a SHA-256 digest. */
function algorithmOf(arn: string, usage: string | undefined, publicKey: KeyObject): PackSignature['algorithm'] {
  const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: { namedCurve } = {} } = publicKey;
  if (usage === 'SIGN_VERIFY' && type === 'rsa') return 'RSASSA_PKCS1_V1_5_SHA_256';
  if (usage === 'SIGN_VERIFY' && namedCurve === 'prime256v1') return 'ECDSA_SHA_256';
  const description = [usage, type, namedCurve].filter(Boolean).join(', ');
  throw new UserError(
    `${arn}: cannot sign a pack (${description}); use a key for SIGN_VERIFY with the specification RSA_2048, RSA_3072, RSA_4096 or ECC_NIST_P256`,
  );
}

async function call<T>(
  arn: string,
  permission: string,
  client: KMSClient,
  send: (client: KMSClient) => Promise<T>,
): Promise<T> {
  try {
    return await send(client);
  } catch (error) {
    const { name, message } = error as Error;
    throw new UserError(
      `${arn}: cannot be used (${name}: ${message}); check that it is an asymmetric key, the credentials and the permission ${permission}`,
    );
  } finally {
    client.destroy();
  }
}
