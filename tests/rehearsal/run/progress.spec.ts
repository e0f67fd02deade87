import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const root = join(__dirname, '..', '..', '..');

describe('makeProgress', () => {
  it('continues when its reader closes the pipe', async () => {
    const script = `
      const { makeProgress } = require('./rehearsal/run/progress.ts');
      const { setTimeout } = require('node:timers/promises');
      const progress = makeProgress(process.stdout);
      const work = async () => ({ value: await setTimeout(20), detail: '' });
      const run = async () => {
        for (const step of ['first', 'second', 'third']) await progress.step(step, work);
        console.error(progress.steps.length);
      };
      void run();`;
    const child = spawn(process.execPath, ['-r', './scripts/register.cjs', '-e', script], { cwd: root });
    child.stdout.destroy();
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    assert.deepEqual([await text(child.stderr), await ended], ['3\n', 0]);
  });
});
