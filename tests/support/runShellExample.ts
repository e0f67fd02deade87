import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocExample } from './docExamples';

const root = join(__dirname, '..', '..');
const notLinked = ['.git', 'out'];

/** The command line without npm. */
const cli = `"${process.execPath}" cli/bin.mjs`;

/**
 * Runs a shell example in a temporary folder with links to the repository's files. Returns its exit code and output.
 */
export function runShellExample({ text }: DocExample): { code: number | null; printed: string } {
  const folder = mkdtempSync(join(tmpdir(), 'doc-example-'));
  try {
    for (const name of readdirSync(root)) {
      if (!notLinked.includes(name)) symlinkSync(join(root, name), join(folder, name));
    }
    const script = text.replaceAll('npx model-observability', cli);
    const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { code: status, printed: `${stdout}${stderr}`.trim() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
