import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { runCli, runCliProcess } from '../support/runCli';
import { writeBaseline } from '../support/writeBaseline';

const root = join(__dirname, '..', '..');

describe('the command line as a process', () => {
  let [folder, baseline] = ['', ''];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'cli-main-'));
    baseline = writeBaseline(join(folder, 'baseline'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('ends with the exit code of its command, which prints as in the test’s own process', async () => {
    const runs = [
      ['baseline', 'diff', baseline, baseline, '--json'],
      ['schema', 'list', '--store', folder, '--endpoint', 'churn'],
      ['monitor', '--help'],
    ];
    const codes = [];
    for (const args of runs) {
      const ended = runCliProcess(...args);
      assert.deepEqual(ended, await runCli(...args));
      codes.push(ended.code);
    }
    assert.deepEqual(codes, [0, 3, 0]);
  });

  it('says a mistake in a sentence without a stack trace, with exit code 1', async () => {
    const nowhere = join(folder, 'nowhere');
    const ended = runCliProcess('baseline', 'diff', baseline, nowhere);
    assert.deepEqual([ended.code, ended.out, ended.err.split('\n').length], [1, '', 1]);
    assert.ok(ended.err.startsWith(`${nowhere}/statistics.json: cannot be read`), ended.err);
    assert.deepEqual(ended, await runCli('baseline', 'diff', baseline, nowhere));
    const unknown = runCliProcess('baseline', 'diff', '--bogus');
    assert.deepEqual(unknown, await runCli('baseline', 'diff', '--bogus'));
    assert.equal(unknown.code, 1);
    assert.match(unknown.err, /^error: unknown option '--bogus'\n+\(add --help for what is allowed\)$/);
  });

  it('ends as it would when its reader goes away', async () => {
    const args = ['-r', 'ts-node/register', join('cli', 'main.ts'), 'baseline', 'diff', baseline, baseline];
    const child = spawn(process.execPath, args, { cwd: root });
    child.stdout.destroy();
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    assert.deepEqual([await text(child.stderr), await ended], ['', 0]);
  });

  it('leaves the test’s own process as it was, and runs there once at a time', async () => {
    const state = () => [process.exitCode, process.stdout.write, process.stderr.write, { ...process.env }];
    const before = state();
    const first = runCli('schema', 'list', '--store', folder, '--endpoint', 'churn');
    await assert.rejects(runCli('monitor', '--help'), /await the run before/);
    assert.equal((await first).code, 3);
    assert.deepEqual(state(), before);
  });
});
