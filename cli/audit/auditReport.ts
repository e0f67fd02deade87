import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { verifyTrail } from '../../audit/chain/verifyTrail';
import { aboutEverything } from '../../audit/judge/questions';
import { composeFiles, composeReport, type PackReport, sha256 } from '../../audit/pack/composePack';
import { UserError } from '../../contract/userError';
import { packPage } from '../../report/audit/packPage';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { openStore } from '../../store/openStore';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import { answerQuestion } from './auditInput';
import { warnUnreadable } from './listCalls';
import { readKeyValues, readPublicKeys } from './readPublicKeys';

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
  readonly trail: string;
  readonly keys: readonly string[];
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
  const { quarter, trail, out, json, endpointUrl } = options;
  const now = new Date();
  if (quarter.from >= now) throw new UserError(`quarter ${quarter.name} has not begun`);
  const folder = join(out, quarter.name);
  refuseUsed(folder);
  const keys = readPublicKeys(options.keys);
  const span = { from: quarter.from, to: quarter.to < now ? quarter.to : now };
  const { judged, ...reading } = await answerQuestion({ ...options, ...span }, aboutEverything);
  if (reading.files === 0) {
    printEmpty(
      'report',
      `no log file of a trail in ${trail} in ${quarter.name}`,
      json ? { quarter: quarter.name } : undefined,
    );
    process.exitCode = exitCodes.empty;
    return;
  }
  const store = openStore(trail, endpointUrl);
  try {
    const verification = await verifyTrail(store, keys, span, now);
    const writtenAt = now.toISOString();
    const publicKeys = readKeyValues(options.keys);
    const args = { name: quarter.name, ...span, writtenAt, calls: judged, reading, verification, publicKeys, store };
    const report = composeReport(args);
    const files = await composeFiles(args, report, packPage(report));
    await writeFiles(folder, files);
    const index = sha256(files.get('index.json') ?? new Uint8Array());
    if (!json) warnUnreadable(reading);
    if (json) printJson(describeJson(report, { folder, index, files: files.size }));
    else printText(describeReport(report, { folder, index, files: files.size }));
    process.exitCode = report.controls.every(({ held }) => held) ? exitCodes.success : exitCodes.findings;
  } finally {
    store.close();
  }
}

function refuseUsed(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
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
}

function describeJson({ name, from, to, controls }: PackReport, { folder, index, files }: WrittenPack) {
  return { quarter: name, from, to, folder, index, files, controls };
}

const columns = ['control', 'result', 'checked', 'claim'].map((title) => ({ title }));

function describeReport({ name, controls }: PackReport, { folder, index, files }: WrittenPack): string {
  const rows = controls.map(({ id, held, exceptions, checked, claim }) => [
    id,
    held ? 'held' : formatCount(exceptions.length, 'exception'),
    checked,
    claim,
  ]);
  return [
    `evidence of ${name}: ${formatCount(files, 'file')} in ${folder}, page ${join(folder, 'report.html')}`,
    ...textTable(columns, rows).map((line) => `  ${line}`),
    `keep this hash elsewhere, and verify the pack with 'python3 ${join(folder, 'verify.py')} --index <hash>':`,
    `  ${index}`,
  ].join('\n');
}
