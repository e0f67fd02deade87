import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCli } from './runCli';
import { logKey, packRecords, recordOf, trailFolder } from './trailFolder';

/** An input: what it is, how it is written, the arguments of `audit`, the exit code and the text on stderr. */
export type BadInput = [what: string, prepare: () => void, args: string[], code: number, error: RegExp];

export const prepareNothing = () => undefined;

/**
 * A temporary folder for each test with a trail in `trail/` and a folder `empty`, and the audit commands on it: `DIR` at the
 * start of an argument is the folder.
 */
export function auditFolder() {
  const folder = trailFolder();
  const place = (path: string) => join(folder.path(), path);
  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(place(path)), { recursive: true });
    writeFileSync(place(path), content);
  };
  const run = (args: readonly string[]) => runCli('audit', ...args.map((arg) => arg.replace(/^DIR/, folder.path())));
  beforeEach(() => {
    write(`trail/${logKey({})}`, packRecords(recordOf('mute')));
    mkdirSync(place('empty'));
  });
  return { place, write, run };
}

/** A test for each input: it gets its text on stderr, its exit code, and nothing on stdout. */
export function getSentences(run: ReturnType<typeof auditFolder>['run'], inputs: readonly BadInput[]): void {
  for (const [what, prepare, args, exitCode, error] of inputs) {
    it(`gets a sentence: ${what}`, async () => {
      prepare();
      const { code, out, err } = await run(args);
      assert.deepEqual([code, out], [exitCode, ''], err);
      assert.match(err, error);
    });
  }
}
