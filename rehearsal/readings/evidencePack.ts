import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { parsePublicKey } from '../../audit/chain/digest';
import { verifyTrail } from '../../audit/chain/verifyTrail';
import type { JudgedCall } from '../../audit/judge/judgedCall';
import { composeFiles } from '../../audit/pack/composePack';
import { sha256 } from '../../audit/pack/packIndex';
import { composeReport } from '../../audit/pack/packReport';
import { fingerprintOf, type PackSigner } from '../../audit/pack/packSigner';
import type { TrailReading } from '../../audit/trail/readTrail';
import { packPage } from '../../report/audit/packPage';
import type { ObjectStore } from '../../store/objectStore';
import type { EvidencePack } from '../model/rehearsalReport';

interface PackArgs {
  readonly trail: ObjectStore;
  /** CloudTrail's public key, as ListPublicKeys returns it. */
  readonly publicKeys: readonly { readonly Fingerprint?: string; readonly Value?: Uint8Array }[];
  readonly calls: readonly JudgedCall[];
  readonly reading: Omit<TrailReading, 'records'>;
  readonly from: Date;
  readonly to: Date;
  readonly signer: PackSigner;
  /** The pack gets a new folder in this one. */
  readonly folder: string;
  /** Path of a Python interpreter. */
  readonly python: string;
}

/** Writes the evidence pack of a rehearsed day, and runs its verifier. */
export async function writeEvidencePack(args: PackArgs): Promise<EvidencePack> {
  const { trail: store, calls, reading, from, to, signer, folder, python } = args;
  const publicKeys = new Map(
    args.publicKeys.map(({ Fingerprint = '', Value = [] }) => [
      Fingerprint,
      parsePublicKey(Buffer.from(Value).toString('base64')),
    ]),
  );
  const verification = await verifyTrail(store, publicKeys, { from, to }, to);
  const name = `${from.getUTCFullYear()}Q${Math.floor(from.getUTCMonth() / 3) + 1}`;
  const facts = { name, from, to, writtenAt: to.toISOString(), calls, reading, verification };
  const packArgs = { ...facts, publicKeys, store, signer };
  const report = composeReport(packArgs);
  const files = await composeFiles(packArgs, report, packPage(report));
  await rm(folder, { recursive: true, force: true });
  for (const [path, body] of files) {
    const file = join(folder, name, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, body);
  }
  const index = sha256(files.get('index.json') ?? new Uint8Array());
  const fingerprint = fingerprintOf(signer.publicKey);
  const verifier = [join(folder, name, 'verify.py'), '--index', index, '--signing-key', fingerprint];
  const { stdout } = await promisify(execFile)(python, verifier).catch((error: { stdout: string }) => error);
  const { chains, faults } = verification;
  return {
    page: `${name}/report.html`,
    files: files.size,
    digests: chains.reduce((sum, { digests }) => sum + digests, 0),
    logs: chains.reduce((sum, { logs }) => sum + logs, 0),
    faults: faults.length,
    controls: report.controls.map(({ id, held, exceptions }) => ({ id, held, exceptions: exceptions.length })),
    isSigned: stdout.includes(`signed with ${signer.key}, fingerprint ${fingerprint}`),
    verifier: stdout.trim().split('\n').at(-1) ?? '',
  };
}
