import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { KnownPack, PackVerification } from '../../audit/pack/verifyPack';
import { verifyPack } from '../../audit/pack/verifyPack';
import { UserError } from '../../contract/userError';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { exitCodes } from '../terminal/exitCodes';
import { printJson, printText } from '../terminal/output';

/** Verifies an evidence pack in a folder, and sets the exit code by whether there is a fault. */
export function verifyPackFiles(
  folder: string,
  { index, signingKey, json }: KnownPack & { readonly json: boolean },
): void {
  const files = readFolder(folder);
  const [inner] = [...files.keys()].filter((path) => /^[^/]+\/index\.json$/.test(path));
  if (!files.has('index.json') && inner !== undefined) {
    throw new UserError(`${folder}: a folder of packs; name one of them, such as ${join(folder, dirname(inner))}`);
  }
  const verification = verifyPack(files, { index, signingKey });
  if (json) printJson(describeJson(folder, files.size, verification));
  else printText(describeVerification(files.size, verification));
  process.exitCode = verification.faults.length > 0 ? exitCodes.findings : exitCodes.success;
}

function readFolder(folder: string): Map<string, Uint8Array> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    return new Map(paths.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path)]));
  } catch (error) {
    throw new UserError(`${folder}: cannot be read (${(error as Error).message}); name the folder of an evidence pack`);
  }
}

function describeJson(folder: string, count: number, { index, faults }: PackVerification) {
  const { name, from, to, signature } = index ?? {};
  return { pack: { folder, name, from, to, files: count, signature }, faults };
}

const columns = ['file', 'fault'].map((title) => ({ title }));

function describeVerification(count: number, { index, faults }: PackVerification): string {
  const { signature } = index ?? {};
  const rows = faults.map(({ file, text }) => [file, text]);
  return [
    `evidence ${index?.name ?? 'pack'}, ${formatCount(count, 'file')}: ${faults.length === 0 ? 'no fault' : formatCount(faults.length, 'fault')}`,
    ...(signature ? [`  signed with ${signature.key}, fingerprint ${signature.fingerprint}`] : ['  not signed']),
    ...(rows.length === 0 ? [] : textTable(columns, rows).map((line) => `  ${line}`)),
  ].join('\n');
}
