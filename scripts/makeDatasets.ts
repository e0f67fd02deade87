/**
 * Regenerates assets/datasets/monitoring, byte for byte: `npm run datasets`. With `--check` it only compares, and fails
 * if a file differs.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { datasetFiles } from './datasets/datasetFiles';
import { readSource } from './datasets/readSource';

const target = join(__dirname, '..', 'assets', 'datasets', 'monitoring');
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
