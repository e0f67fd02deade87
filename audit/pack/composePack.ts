import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ObjectStore } from '../../store/objectStore';
import { type PublicKeys, publicKeyValue } from '../chain/digest';
import { mappings } from './mappings';
import { composeOscal } from './oscalResults';
import { indexFile, listFiles, type PackIndex, sha256, signatureFile, signingKeyFile } from './packIndex';
import type { PackReport, ReportArgs } from './packReport';
import { describeSigner, type PackSigner } from './packSigner';
import { scannerExceptions } from './scannerExceptions';

/** Name of the OSCAL assessment results. */
const oscalFile = 'assessment-results.json';

/** What a pack is made of. */
export interface PackArgs extends ReportArgs {
  /** CloudTrail's public keys. */
  readonly publicKeys: PublicKeys;
  readonly store: ObjectStore;
  /** Signs the index. @default not signed */
  readonly signer?: PackSigner;
}

/** Composes the files of a pack by their paths: `page`, the index and its signature among them. */
export async function composeFiles(args: PackArgs, report: PackReport, page: string): Promise<Map<string, Uint8Array>> {
  const { publicKeys, signer } = args;
  const files = new Map<string, Uint8Array>();
  const addJson = (path: string, value: unknown) => files.set(path, Buffer.from(`${JSON.stringify(value, null, 2)}\n`));
  const { evidence, copies } = await copyEvidence(args);
  for (const [key, body] of copies) files.set(`trail/${key}`, body);
  addJson('trail.json', evidence);
  addJson('public-keys.json', {
    PublicKeyList: [...publicKeys].map(([Fingerprint, key]) => ({ Fingerprint, Value: publicKeyValue(key) })),
  });
  addJson('changes.json', report.calls);
  addJson('controls.json', report.controls);
  addJson('mutes.json', report.mutes);
  addJson('verification.json', report.verification);
  addJson('mappings.json', mappings);
  addJson('scanner-exceptions.json', scannerExceptions);
  files.set('report.html', Buffer.from(page));
  files.set('verify.py', readFileSync(join(__dirname, 'verify.py')));
  if (signer) files.set(signingKeyFile, Buffer.from(signer.publicKey.export({ format: 'pem', type: 'spki' })));
  addJson(oscalFile, composeOscal(report, listFiles(files)));
  const { name, from, to, writtenAt, log } = report;
  const signature = signer && describeSigner(signer);
  const index: PackIndex = { version: 1, name, from, to, writtenAt, signature, log: [...log], files: listFiles(files) };
  addJson(indexFile, index);
  if (signer)
    files.set(signatureFile, await signer.sign(Buffer.from(sha256(files.get(indexFile) ?? new Uint8Array()), 'hex')));
  return files;
}

/** A log file with listed calls, and the digest that names it. */
interface TrailEvidence {
  readonly log: string;
  readonly digest: string;
  readonly signature?: string;
}

/** Copies the log files with the listed calls, and the digests that name them. */
async function copyEvidence({ calls, verification, store }: PackArgs) {
  const copies = new Map<string, Uint8Array>();
  const evidence: TrailEvidence[] = [];
  const copy = async (key: string) => {
    const object = copies.has(key) ? undefined : await store.read(key);
    if (object) copies.set(key, object.body);
  };
  for (const log of new Set(calls.flatMap(({ file }) => file ?? []))) {
    await copy(log);
    const digest = verification.digestOf.get(log.slice(log.lastIndexOf('/') + 1));
    if (!digest) continue;
    await copy(digest.key);
    evidence.push({ log, digest: digest.key, signature: digest.signature });
  }
  return { evidence, copies };
}
