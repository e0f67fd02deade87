import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { descendantsOf, startRehearsal, waitForEnd } from '../support/rehearsalRun';

describe('failures of rehearse', function () {
  this.timeout(300_000);
  const workFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('model-observability-rehearsal-'));

  it('leaves no process when it is killed, and the next run removes its folder', async () => {
    const run = startRehearsal([]);
    await run.printed('... deploy the stack');
    let children: readonly number[] = [];
    // The engine starts beside moto a moment later.
    while (children.length < 2 && run.child.exitCode === null) {
      children = descendantsOf(run.child.pid ?? 0);
      await setImmediate();
    }
    assert.ok(children.length >= 2, run.output());
    run.child.kill('SIGKILL');
    await run.ended;
    assert.deepEqual(await waitForEnd(children, 60), []);
    // Another rehearsal may be running on this machine.
    const ownFolders = () => workFolders().filter((name) => name.includes(`-${run.child.pid}-`));
    assert.equal(ownFolders().length, 1);
    const next = startRehearsal([], { REHEARSAL_PYTHON: '/nonexistent/python' });
    await next.ended;
    assert.deepEqual(ownFolders(), []);
  });

  it('ends with one sentence and without processes on an interrupt', async () => {
    const run = startRehearsal([]);
    await run.printed('... deploy the stack');
    const children = descendantsOf(run.child.pid ?? 0);
    run.child.kill('SIGINT');
    assert.equal(await run.ended, 1);
    assert.match(run.output(), /stopped before the end; nothing is left running\n$/);
    assert.deepEqual(await waitForEnd(children, 10), []);
  });

  it('reports the end of moto', async () => {
    const run = startRehearsal([]);
    await run.printed('... deploy the stack');
    const table = descendantsOf(run.child.pid ?? 0);
    const moto = table.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('motoServer.py'));
    assert.ok(moto);
    process.kill(moto, 'SIGKILL');
    assert.equal(await run.ended, 1);
    assert.match(
      run.output(),
      /moto ended unexpectedly \(SIGKILL\); the state of the local AWS is lost, start again\n$/,
    );
    assert.doesNotMatch(run.output(), /\n {4}at /);
  });

  it('reports what is missing in one sentence', async () => {
    const without = startRehearsal([], { REHEARSAL_PYTHON: '/nonexistent/python' });
    assert.equal(await without.ended, 1);
    assert.match(
      without.output(),
      /cannot start Python at '\/nonexistent\/python': .*; use a Python interpreter that has moto\n$/,
    );
    const mixed = startRehearsal(['--captures', 'assets']);
    assert.equal(await mixed.ended, 1);
    assert.match(mixed.output(), /--captures and --training require each other/);
  });
});
