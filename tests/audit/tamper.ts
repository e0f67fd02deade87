/** Plays random tamperings with a trail and with a signed pack: `npm run tamper -- 10000 [seed]`. Fails if one is missed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playTamperings } from '../support/playTamperings';
import { writeSignedPack } from '../support/signedPack';

const [count = 10_000, seed = 1] = process.argv.slice(2).map(Number);

async function tamperWithTrail(): Promise<boolean> {
  const missed = await playTamperings({ count, seed });
  console.log([`${count - missed.length} of ${count} tamperings with the trail found`, ...missed].join('\n'));
  return missed.length === 0;
}

async function tamperWithPack(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'pack-'));
  try {
    const index = await writeSignedPack(folder);
    const program = join(__dirname, 'pack', 'tamperPack.py');
    const { status } = spawnSync('python3', [program, folder, index, String(count), String(seed)], {
      stdio: 'inherit',
    });
    return status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void (async () => {
  const results = [await tamperWithTrail(), await tamperWithPack()];
  process.exitCode = results.every(Boolean) ? 0 : 1;
})();
