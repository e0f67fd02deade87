import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli, runCliProcess } from '../../support/runCli';

const flags: Readonly<Record<string, string>> = {
  '--region': 'eu-west-1',
  '--stack': 'dev',
  '--endpoint': 'churn',
  '--owner': 'payments-ml',
  '--columns': 'score:Fractional,age:Integral,country:String',
};

/** The arguments of the flags, with changes; undefined removes one. */
const argumentsWith = (changes: Readonly<Record<string, string | undefined>> = {}) =>
  Object.entries({ ...flags, ...changes }).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));

describe('init', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'init-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const init = (changes?: Readonly<Record<string, string | undefined>>) =>
    runCli('init', ...argumentsWith(changes), '--out', folder);
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');

  it('writes stack file, schema and SLA, and prints the next two commands', async () => {
    const { code, out, err } = await init();
    assert.equal(code, 0, err);
    assert.deepEqual(out.split('\n'), [
      `written: ${join(folder, 'Pulumi.dev.yaml')}`,
      `written: ${join(folder, 'schemas/churn/v1.yaml')}`,
      `written: ${join(folder, 'slas/churn.yaml')}`,
      'check the comments in these files, then run:',
      '  pulumi stack init dev',
      '  pulumi preview --stack dev --policy-pack policy',
    ]);
    assert.match(read('Pulumi.dev.yaml'), /^ {2}aws:region: eu-west-1$/m);
    assert.match(read('Pulumi.dev.yaml'), /^ {2}model-observability:owner: payments-ml #/m);
    assert.match(read('Pulumi.dev.yaml'), /^ {6}engine: analyzer #/m);
    assert.match(read('schemas/churn/v1.yaml'), /^output:\n {2}- \{ name: score, type: Fractional \}\ninput:\n/m);
    assert.match(read('slas/churn.yaml'), /^endpoint: churn\nowner: payments-ml\n/m);
  });

  it('infers the schema from a training file, with the columns that the model returns first', async () => {
    const training = join(folder, 'training.csv');
    writeFileSync(training, 'age,country,empty,score\n41,FR,,0.5\n29,,,1\n');
    const { code, err } = await init({ '--columns': undefined, '--training': training, '--prediction': 'score' });
    assert.equal(code, 0, err);
    assert.equal(
      read('schemas/churn/v1.yaml').replace(/^#.*\n/gm, ''),
      [
        'version: v1',
        'output:',
        '  - { name: score, type: Fractional }',
        'input:',
        '  - { name: age, type: Integral }',
        '  - { name: country, type: String }',
        '  - { name: empty, type: String, mayBeEmpty: true } # no values: check the type',
        '',
      ].join('\n'),
    );
  });

  for (const existing of ['Pulumi.dev.yaml', 'schemas/churn/v1.yaml', 'slas/churn.yaml']) {
    it(`writes nothing if ${existing} exists`, async () => {
      mkdirSync(join(folder, existing, '..'), { recursive: true });
      writeFileSync(join(folder, existing), 'mine');
      const before = readdirSync(folder, { recursive: true });
      const path = join(folder, existing);
      const { code, out, err } = await init();
      assert.deepEqual([code, out], [1, '']);
      assert.equal(err, `${path}: already exists; nothing was written. Remove it, or use another name or --out`);
      assert.deepEqual(readdirSync(folder, { recursive: true }), before);
      assert.equal(read(existing), 'mine');
    });
  }

  it('writes nothing if a folder is a file', async () => {
    writeFileSync(join(folder, 'slas'), '');
    const { code, err } = await init();
    assert.equal(code, 1);
    assert.match(err, /^\S+slas\/churn\.yaml: cannot be written \(.*\); nothing was written$/);
    assert.deepEqual(readdirSync(folder), ['slas']);
  });

  const refusals: readonly [string, Readonly<Record<string, string | undefined>>, RegExp][] = [
    ['an engine', { '--engine': 'x' }, /argument 'x' is invalid\. Allowed choices are analyzer, modelMonitor\./],
    ['a region', { '--region': 'Ireland' }, /^invalid region 'Ireland': expected a region's code, such as eu-west-1$/],
    ['a stack name', { '--stack': 'a.b' }, /^invalid stack name 'a\.b': dots are not allowed$/],
    ['a stack name that is a path', { '--stack': '../x' }, /^invalid stack name '\.\.\/x': /],
    ['an environment', { '--environment': 'test' }, /^invalid environment 'test': use one of dev, prod, local$/],
    ['an endpoint name', { '--endpoint': '../x' }, /^invalid endpoint name '\.\.\/x': use letters, digits/],
    ['a long endpoint name', { '--endpoint': 'e'.repeat(45) }, /^endpoint name too long \(45 characters\)/],
    ['an owner', { '--owner': 'a;b' }, /^invalid owner: use 1 to 256 letters/],
    ['an owner that is a credential', { '--owner': `AKIA${'A1'.repeat(8)}` }, /owner: the value looks like an AWS/],
    ['a type', { '--columns': 'a:Text' }, /^invalid column 'a:Text': expected <name>:<type> with type Integral/],
    ['a column name', { '--columns': 'a\tb:String,c:String' }, /invalid column name "a\\tb"/],
    ['a single column', { '--columns': 'a:String' }, /input: must have at least one entry$/],
    ['two equal columns', { '--columns': 'a:String,b:String,a:String' }, /duplicate column name 'a'; rename one$/],
    ['an unknown prediction', { '--prediction': 'x' }, /^--prediction: unknown column 'x' in the column list; known/],
    ['two sources', { '--training': 'x.csv' }, /^--training cannot be combined with --columns$/],
    ['a missing file', { '--columns': undefined, '--training': 'none.csv' }, /^none\.csv: cannot be read/],
  ];
  for (const [what, changes, message] of refusals) {
    it(`refuses ${what} and writes nothing`, async () => {
      const { code, out, err } = await init(changes);
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, message);
      assert.deepEqual(readdirSync(folder), []);
    });
  }

  it('refuses a training file that is not valid CSV', async () => {
    const training = join(folder, 'training.csv');
    writeFileSync(training, 'a,"b\n1,2\n');
    const { code, err } = await init({ '--columns': undefined, '--training': training });
    assert.equal(code, 1);
    assert.match(err, /training\.csv: is not valid CSV \(/);
  });

  it('names the flag of a missing answer without a terminal', () => {
    const run = runCliProcess('init', ...argumentsWith({ '--owner': undefined }), '--out', folder);
    assert.deepEqual(run, {
      code: 1,
      out: '',
      err: '--owner is required without a terminal: team that owns the endpoint and the stack',
    });
    assert.ok(!existsSync(join(folder, 'Pulumi.dev.yaml')));
  });
});
