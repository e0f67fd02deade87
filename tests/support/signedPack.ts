import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { verifyTrail } from '../../audit/chain/verifyTrail';
import { judgeRecords } from '../../audit/judge/judgeRecords';
import { composeFiles } from '../../audit/pack/composePack';
import { sha256 } from '../../audit/pack/packIndex';
import { composeReport } from '../../audit/pack/packReport';
import { readTrail } from '../../audit/trail/readTrail';
import { hourMs } from '../../contract/hours';
import { memoryStore } from './memoryStore';
import { signDigest } from './signDigest';
import { signedTrail } from './signedTrail';

/** Writes a pack whose index an RSA key signed into a folder, and returns the hash of the index. */
export async function writeSignedPack(folder: string): Promise<string> {
  const trail = signedTrail({ hours: 6 });
  const store = memoryStore(trail.files);
  const { from, to, keys: publicKeys } = trail;
  const { records, ...reading } = await readTrail(store, trail, () => true);
  const calls = judgeRecords(records, { deploymentRoles: [], approvers: [], mutes: [] });
  const verification = await verifyTrail(store, publicKeys, trail, new Date(to.getTime() + 3 * hourMs));
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signer = {
    algorithm: 'RSASSA_PKCS1_V1_5_SHA_256' as const,
    key: 'arn:aws:kms:eu-west-1:123456789012:key/audit',
    publicKey,
    sign: async (digest: Uint8Array) => signDigest(privateKey, digest),
  };
  const facts = { name: '2026Q4', from, to, writtenAt: to.toISOString(), calls, reading, verification };
  const files = await composeFiles({ ...facts, publicKeys, store, signer }, composeReport(facts), '<p>page</p>');
  for (const [path, body] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), body);
  }
  return sha256(files.get('index.json') ?? new Uint8Array());
}
