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

  it('rejects an unknown name before it installs anything, with exit code 1', () => {
    assert.deepEqual(bench('quality', 'polcy'), {
      code: 1,
      out: '',
      err: "unknown benchmark 'polcy': expected quality, analyzer, policy, stack, audit, alarms, incidents",
    });
    assert.equal(existsSync(join(cache, 'model-observability')), false);
  });

  /** Returns the names and options that would run. */
  const parsedOptions = async (...args: string[]) => {
    let parsed: unknown;
    const command = benchCommand(async (names, { rows, whylogs, checkov }) => {
      parsed = [names, rows, whylogs, checkov];
    });
    // By default commander exits the process.
    command.exitOverride().configureOutput({ writeErr: () => undefined });
    await command.parseAsync(args, { from: 'user' });
    return parsed;
  };

  it('rejects an unknown option and an invalid value', async () => {
    await assert.rejects(parsedOptions('--bogus'), { exitCode: 1, message: "error: unknown option '--bogus'" });
    await assert.rejects(
      parsedOptions('policy', '--rows', 'many'),
      /argument 'many' is invalid\. expected a whole number of at least 1$/,
    );
  });

  it('runs the named benchmarks, or all of them', async () => {
    assert.deepEqual(await parsedOptions(), [
      ['quality', 'analyzer', 'policy', 'stack', 'audit', 'alarms', 'incidents'],
      1_000_000,
      true,
      true,
    ]);
    assert.deepEqual(await parsedOptions('policy', '--rows', '5', '--no-checkov'), [['policy'], 5, true, false]);
  });
});
