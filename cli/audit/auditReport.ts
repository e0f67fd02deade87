import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { verifyTrail } from '../../audit/chain/verifyTrail';
import { aboutEverything } from '../../audit/judge/questions';
import { composeFiles } from '../../audit/pack/composePack';
import type * as kms from '../../audit/pack/kmsSigner';
import { sha256 } from '../../audit/pack/packIndex';
import { composeReport, type PackReport } from '../../audit/pack/packReport';
import { fingerprintOf, type PackSigner } from '../../audit/pack/packSigner';
import { UserError } from '../../contract/userError';
import { packPage } from '../../report/audit/packPage';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import { answerQuestion } from './auditInput';
import { warnUnreadable } from './listCalls';
import { openTrail } from './openTrail';
import { findPublicKeys } from './readPublicKeys';
import { readRetention } from './readRetention';

/** A quarter of a year. */
interface Quarter {
  /** Such as `2026Q4`. */
  readonly name: string;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

interface ReportOptions {
  readonly quarter: Quarter;
  /** Undefined if Athena names the bucket. */
  readonly trail?: string;
  readonly athena?: string;
  readonly account?: readonly string[];
  readonly publicKeys?: readonly string[];
  readonly signKey?: string;
  readonly stack?: string;
  readonly state?: string;
  readonly out: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Parses a quarter such as 2026Q4. */
export function parseQuarter(text: string): Quarter {
  const [, year, number] = /^(\d{4})Q([1-4])$/.exec(text) ?? [];
  if (!year || !number) throw new InvalidArgumentError('expected a quarter such as 2026Q4');
  const month = 3 * (Number(number) - 1);
  return {
    name: text,
    from: new Date(Date.UTC(Number(year), month)),
    to: new Date(Date.UTC(Number(year), month + 3)),
  };
}

/** Writes the evidence pack of a quarter, and sets the exit code by whether every control held. */
export async function writeEvidencePack(options: ReportOptions): Promise<void> {
  const { quarter, athena, out, json, endpointUrl } = options;
  const now = new Date();
  if (quarter.from >= now) throw new UserError(`quarter ${quarter.name} has not begun`);
  if (options.trail === undefined && athena === undefined) throw new UserError('use --trail, --athena or both');
  const folder = join(out, quarter.name);
  refuseUsed(folder);
  const signer = options.signKey === undefined ? undefined : await openSigner(options.signKey, endpointUrl);
  const span = { from: quarter.from, to: quarter.to < now ? quarter.to : now };
  // With both, Athena selects the calls, and the files that prove them are read from the trail.
  const source = athena === undefined ? {} : { trail: undefined };
  const { judged, bucket, ...reading } = await answerQuestion({ ...options, ...source, ...span }, aboutEverything);
  const trail = options.trail ?? (bucket === undefined ? undefined : `s3://${bucket}`);
  if (reading.files === 0 || trail === undefined) {
    printEmpty('report', describeEmpty(options), json ? { quarter: quarter.name } : undefined);
    process.exitCode = exitCodes.empty;
    return;
  }
  const store = openTrail(trail, endpointUrl);
  try {
    const filed = { ...span, accounts: options.account };
    const publicKeys = await findPublicKeys(store, filed, options);
    const verification = await verifyTrail(store, publicKeys, filed, now);
    const facts = { name: quarter.name, ...span, writtenAt: now.toISOString(), calls: judged, reading, verification };
    const args = { ...facts, retention: readRetention(options.stack), publicKeys, store, signer };
    const report = composeReport(args);
    const files = await composeFiles(args, report, packPage(report));
    await writeFiles(folder, files);
    const index = sha256(files.get('index.json') ?? new Uint8Array());
    if (!json) warnUnreadable(reading);
    const written = { folder, index, files: files.size, signingKey: signer && fingerprintOf(signer.publicKey) };
    if (json) printJson(describeJson(report, written));
    else printText(describeReport(report, written));
    process.exitCode = report.controls.every(({ held }) => held) ? exitCodes.success : exitCodes.findings;
  } finally {
    store.close();
  }
}

function describeEmpty({ quarter, trail, athena }: ReportOptions): string {
  return athena === undefined
    ? `no log file of a trail in ${trail} in ${quarter.name}`
    : `no record of a call on the monitoring in the table of stack ${athena} in ${quarter.name}; without --athena, --trail reads the files`;
}

async function openSigner(arn: string, endpointUrl: string | undefined): Promise<PackSigner> {
  // Loaded on demand: the SDK takes a good part of a second.
  const { openKmsSigner } = require('../../audit/pack/kmsSigner') as typeof kms;
  return openKmsSigner(arn, { endpoint: endpointUrl ?? process.env['AWS_ENDPOINT_URL'] });
}

function refuseUsed(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) {
    throw new UserError(`${folder}: a file, not a folder; move it, or name another folder with --out`);
  }
  if (readdirSync(folder).length > 0) {
    throw new UserError(`${folder}: already has files; move them, or name another folder with --out`);
  }
}

async function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  try {
    for (const [path, body] of files) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, body);
    }
  } catch (error) {
    throw new UserError(`${folder}: cannot be written (${(error as Error).message})`);
  }
}

interface WrittenPack {
  readonly folder: string;
  /** SHA-256 of index.json. */
  readonly index: string;
  /** Number of files. */
  readonly files: number;
  /** Fingerprint of the key that signed the index; undefined if it is not signed. */
  readonly signingKey?: string;
}

function describeJson({ name, from, to, controls }: PackReport, written: WrittenPack) {
  return { quarter: name, from, to, ...written, controls };
}

const columns = ['control', 'result', 'checked', 'claim'].map((title) => ({ title }));

function describeReport({ name, controls }: PackReport, { folder, index, files, signingKey }: WrittenPack): string {
  const rows = controls.map(({ id, held, exceptions, checked, claim }) => [
    id,
    held ? 'held' : formatCount(exceptions.length, 'exception'),
    checked,
    claim,
  ]);
  return [
    `evidence of ${name}: ${formatCount(files, 'file')} in ${folder}, page ${join(folder, 'report.html')}`,
    ...textTable(columns, rows).map((line) => `  ${line}`),
    ...(signingKey === undefined ? [] : [`signed; fingerprint of the key: ${signingKey}`]),
    `keep this hash elsewhere, and verify the pack with 'python3 ${join(folder, 'verify.py')} --index <hash>':`,
    `  ${index}`,
  ].join('\n');
}
