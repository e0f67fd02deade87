import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCommand } from '../../bench/benchCommand';

const root = join(__dirname, '..', '..');

describe('npm run bench', () => {
  let cache = '';
  before(() => {
    cache = mkdtempSync(join(tmpdir(), 'bench-command-'));
  });
  after(() => rmSync(cache, { recursive: true }));
  const bench = (...args: string[]) => {
    const env = { ...process.env, XDG_CACHE_HOME: cache };
    const options = { cwd: root, encoding: 'utf8', env } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [join('scripts', 'bench.mjs'), ...args], options);
    return { code: status, out: stdout, err: stderr.trim() };
  };

  it('refuses a name that it does not know before it makes anything, with exit code 1', () => {
    assert.deepEqual(bench('quality', 'polcy'), {
      code: 1,
      out: '',
      err: "no benchmark is called 'polcy'; there are quality, policy",
    });
    assert.equal(existsSync(join(cache, 'model-observability')), false);
  });

  /** What it would run. */
  const asked = async (...args: string[]) => {
    let seen: unknown;
    const command = benchCommand(async (names, { rows, whylogs, checkov }) => {
      seen = [names, rows, whylogs, checkov];
    });
    // Else commander ends the process.
    command.exitOverride().configureOutput({ writeErr: () => undefined });
    await command.parseAsync(args, { from: 'user' });
    return seen;
  };

  it('refuses an option and a value that it does not know likewise', async () => {
    await assert.rejects(asked('--bogus'), { exitCode: 1, message: "error: unknown option '--bogus'" });
    await assert.rejects(asked('policy', '--rows', 'many'), /argument 'many' is invalid\. a whole number from 1 on$/);
  });

  it('runs the named ones, and all of them where none is named', async () => {
    assert.deepEqual(await asked(), [['quality', 'policy'], 1_000_000, true, true]);
    assert.deepEqual(await asked('policy', '--rows', '5', '--no-checkov'), [['policy'], 5, true, false]);
  });
});
