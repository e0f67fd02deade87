import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocExample } from './docExamples';

const root = join(__dirname, '..', '..');
const notLinked = ['.git', 'out'];

/** The command line without npm. */
const cli = `"${process.execPath}" -r ts-node/register cli/main.ts`;

/**
 * Runs an example for the shell in a folder that looks like the repository's top, so that what it writes to a new folder
 * is gone afterwards. Hands back its exit code and what it printed.
 */
export function runShellExample({ text }: DocExample): { code: number | null; printed: string } {
  const folder = mkdtempSync(join(tmpdir(), 'doc-example-'));
  try {
    for (const name of readdirSync(root)) {
      if (!notLinked.includes(name)) symlinkSync(join(root, name), join(folder, name));
    }
    const script = text.replaceAll('npm run cli --', cli).replaceAll('npx model-observability', cli);
    const done = spawnSync('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, encoding: 'utf8' });
    return { code: done.status, printed: `${done.stdout}${done.stderr}`.trim() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
