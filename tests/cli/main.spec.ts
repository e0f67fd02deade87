import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
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

  it('has the exit code and output that it has in the test’s own process', async () => {
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

  it('prints an error of the user in a sentence without a stack trace, with exit code 1', async () => {
    const nowhere = join(folder, 'nowhere');
    const ended = runCliProcess('baseline', 'diff', baseline, nowhere);
    assert.deepEqual([ended.code, ended.out, ended.err.split('\n').length], [1, '', 1]);
    assert.ok(ended.err.startsWith(`${nowhere}/statistics.json: file not found`), ended.err);
    assert.deepEqual(ended, await runCli('baseline', 'diff', baseline, nowhere));
    const unknown = runCliProcess('baseline', 'diff', '--bogus');
    assert.deepEqual(unknown, await runCli('baseline', 'diff', '--bogus'));
    assert.equal(unknown.code, 1);
    assert.match(unknown.err, /^error: unknown option '--bogus'\n+\(run with --help to list options and arguments\)$/);
  });

  it('ends normally when its reader closes the pipe', async () => {
    const args = ['-r', './scripts/register.cjs', join('cli', 'main.ts'), 'baseline', 'diff', baseline, baseline];
    const child = spawn(process.execPath, args, { cwd: root });
    child.stdout.destroy();
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    assert.deepEqual([await text(child.stderr), await ended], ['', 0]);
  });

  it('loads neither Pulumi nor the rehearsal for production commands', () => {
    const derive = ['baseline', 'derive', '--training', 'assets/datasets/monitoring/training.csv'];
    const files = ['--schema', 'schemas/arrival-delay/v1.yaml', '--sla', 'slas/arrival-delay.yaml'];
    const commands = [
      [...derive, ...files, '--by', 'arn:aws:iam::123456789012:user/ml', '--out', folder],
      ['baseline', 'diff', baseline, baseline],
      [
        'capture',
        'detect',
        '--captures',
        'assets/datasets/monitoring/captures/clean',
        '--schemas',
        'schemas/arrival-delay',
      ],
      [
        'monitor',
        'run',
        '--captures',
        'assets/datasets/monitoring/captures/clean',
        '--baseline',
        baseline,
        '--out',
        folder,
      ],
      ['schema', 'list', '--store', folder, '--endpoint', 'churn'],
    ];
    const script = `
      const { runProgram } = require('./cli/program.ts');
      const run = async () => {
        for (const args of ${JSON.stringify(commands)}) await runProgram(args);
        const loaded = Object.keys(require.cache).map((file) => file.slice(process.cwd().length + 1));
        console.log(JSON.stringify(loaded));
      };
      void run();`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-r', './scripts/register.cjs', '-e', script], {
      cwd: root,
      encoding: 'utf8',
    });
    const loaded = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as string[];
    assert.ok(loaded.includes('quality/monitor/analyzeWindow.ts'), stderr);
    assert.deepEqual(
      loaded.filter((file) => /^(rehearsal|components|policy|index\.ts)|node_modules\/@pulumi\//.test(file)),
      [],
    );
  });

  it('runs in the caller’s folder when it is started as model-observability', () => {
    mkdirSync(join(folder, 'elsewhere'));
    const args = [join(root, 'cli', 'bin.mjs'), 'baseline', 'diff', '../baseline', '../baseline'];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: join(folder, 'elsewhere'), encoding: 'utf8' });
    assert.equal(status, 0);
    assert.match(stdout, /^equal$/m);
    const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    assert.deepEqual(bin, { 'model-observability': 'cli/bin.mjs' });
  });

  it('explains in a sentence that packages are not installed', () => {
    const clone = realpathSync(mkdtempSync(join(folder, 'clone-')));
    mkdirSync(join(clone, 'cli'));
    copyFileSync(join(root, 'cli', 'bin.mjs'), join(clone, 'cli', 'bin.mjs'));
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'cli', 'bin.mjs'), 'schema', 'list'], {
      encoding: 'utf8',
    });
    assert.deepEqual(
      [status, stdout, stderr],
      [1, '', `model-observability: packages are not installed; run 'npm ci --omit=dev' in ${clone}\n`],
    );
  });

  it('does not change the test’s own process, and refuses concurrent runs in it', async () => {
    const state = () => [process.exitCode, process.stdout.write, process.stderr.write, { ...process.env }];
    const before = state();
    const first = runCli('schema', 'list', '--store', folder, '--endpoint', 'churn');
    await assert.rejects(runCli('monitor', '--help'), /await the run before/);
    assert.equal((await first).code, 3);
    assert.deepEqual(state(), before);
  });
});
