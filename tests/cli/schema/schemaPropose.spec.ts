import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseCaptureSchema } from '../../../contract/captureSchema';
import { parseSla, slaProblems } from '../../../contract/sla';
import { schemaFaults } from '../../support/jsonSchema';
import { runCli } from '../../support/runCli';

const rows = Array.from({ length: 200 }, (_, i) => `0.${1000 + i},${20 + i},${'abc'[i % 3]},${i % 4},`);

describe('schema propose', () => {
  let folder = '';
  let training = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'propose-'));
    training = join(folder, 't.csv');
    writeFileSync(training, `${['score,Account Length,note,code,none', ...rows, 'Total,,,,'].join('\n')}\n`);
  });
  after(() => rmSync(folder, { recursive: true }));
  const propose = (...options: string[]) =>
    runCli('schema', 'propose', '--endpoint', 'churn', '--owner', 'payments-ml', '--training', ...options);
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');

  it('writes a schema with its doubts, and an SLA whose promises can be made', async () => {
    const { code, out, err } = await propose(training, '--out', folder);
    assert.equal(code, 0, err);
    const schema = read('schemas/churn/v1.yaml');
    assert.match(schema, /name: score, type: String \} # 1 of 201 values is not a number, first 'Total' in line 202$/m);
    assert.match(schema, /name: "Account Length", type: Integral \}$/m);
    assert.match(schema, /name: code, type: Integral \} # 4 whole numbers: Category if they are codes$/m);
    assert.match(schema, /name: none, type: String, mayBeEmpty: true \} # no values: check the type$/m);
    assert.match(out, /^check code: 4 whole numbers/m);
    const parsed = parseCaptureSchema(parse(schema));
    assert.deepEqual(parsed.problems, []);
    const promised = read('slas/churn.yaml')
      .replace(/^features: \{\}$/m, 'features:')
      .replace(/^# {3}/gm, '  ');
    const { sla, problems } = parseSla(parse(promised));
    assert.deepEqual(problems, []);
    assert.deepEqual(sla?.features['note']?.categories, ['a', 'b', 'c']);
    assert.deepEqual(sla && parsed.schema && slaProblems(sla, parsed.schema), []);
  });

  it('prints JSON, names the prediction, and never overwrites a file', async () => {
    const out = join(folder, 'json');
    const { code, out: json } = await propose(training, '--prediction', 'code', '--json', '--out', out);
    assert.equal(code, 0);
    assert.deepEqual(schemaFaults('cli/schemas/schema-propose.schema.json', JSON.parse(json)), []);
    assert.equal(JSON.parse(json).schema.output[0].name, 'code');
    const again = await propose(training, '--out', out);
    assert.deepEqual([again.code, /already exists; nothing was written/.test(again.err)], [1, true]);
  });

  it('names columns without a header, and refuses what is not a table', async () => {
    const file = join(folder, 'rows.csv');
    writeFileSync(file, rows.join('\n'));
    const named = await propose(file, '--no-header', '--out', join(folder, 'numbered'));
    assert.equal(named.code, 0, named.err);
    assert.match(read('numbered/schemas/churn/v1.yaml'), /name: _c1, type: Integral/);
    const refused = await propose(file, '--out', join(folder, 'refused'));
    assert.equal(refused.code, 1);
    assert.match(refused.err, /line 1 has values, such as '0\.1000', instead of column names; use --no-header/);
  });
});
