import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

describe('register.cjs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'register-'));
  const file = join(folder, 'program.ts');
  const kept = join(root, '.cache', 'transpiled', `${createHash('sha256').update(file).digest('hex')}.js`);
  after(() => {
    rmSync(folder, { recursive: true });
    rmSync(kept, { force: true });
  });

  function run(source: string): { printed: string; errors: string } {
    writeFileSync(file, source);
    const args = ['-r', join(root, 'scripts', 'register.cjs'), file];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return { printed: stdout, errors: stderr };
  }

  it('keeps the JavaScript of a file until the file changes', () => {
    const first = "const text: string = 'first'; console.log(text);\n";
    assert.equal(run(first).printed, 'first\n');
    const text = readFileSync(kept, 'utf8');
    writeFileSync(kept, text.replace("'first'", "'kept'"));
    assert.equal(run(first).printed, 'kept\n');
    assert.equal(run(first.replace('first', 'second')).printed, 'second\n');
  });

  it('does not run a kept file that is incomplete', () => {
    const source = "console.log('complete');\n";
    run(source);
    writeFileSync(kept, '');
    assert.equal(run(source).printed, 'complete\n');
  });

  it('names the lines of the source in a stack trace', () => {
    const { errors } = run("interface Unused {\n  readonly name: string;\n}\n\nthrow new Error('on line five');\n");
    assert.ok(errors.includes(`${file}:5:`), errors);
  });
});
