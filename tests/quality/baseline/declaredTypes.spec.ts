import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CaptureSchema, Column } from '../../../contract/captureSchema';
import type { Sla } from '../../../contract/sla';
import { deriveBaseline } from '../../../quality/baseline/deriveBaseline';
import { diffBaselines } from '../../../quality/baseline/diffBaselines';
import { TrainingTable } from '../../../quality/baseline/trainingTable';
import { modelMonitorJson } from '../../../quality/modelMonitor/modelMonitorJson';
import { analyzeWindow } from '../../../quality/monitor/analyzeWindow';
import { captureSource } from '../../../quality/source/captureSource';

const anySla: Sla = { endpoint: 'e', owner: 'o', runbook: 'https://example.com', freshnessHours: 2, features: {} };
const schemaOf = (...input: Column[]): CaptureSchema => ({ version: 'v1', output: [], input });
const derived = (schema: CaptureSchema, text: string, sla: Partial<Sla> = {}) =>
  deriveBaseline({ training: { file: 't.csv', text }, schema, sla: { ...anySla, ...sla } });

/** A window of CSV rows of the request alone, compared with a baseline. */
const analyzed = (schema: CaptureSchema, baseline: ReturnType<typeof derived>, rows: readonly string[]) => {
  const lines = rows.map((data) =>
    JSON.stringify({ captureData: { endpointInput: { observedContentType: 'text/csv', data, encoding: 'CSV' } } }),
  );
  return analyzeWindow({ ...baseline, schema, captures: [captureSource('a.jsonl', lines.join('\n'))] });
};

describe('a column of type Category', () => {
  const schema = schemaOf({ name: 'store', type: 'Category' });
  const baseline = derived(schema, `store\n${'0101\n0102\n0203\n7\n'.repeat(20)}`);

  it('has categories in a baseline although its values are digits', () => {
    const { statistics, constraints, problems } = baseline;
    assert.deepEqual(problems, []);
    assert.deepEqual(statistics.features[0], {
      name: 'store',
      inferred_type: 'String',
      string_statistics: {
        common: { num_present: 80, num_missing: 0 },
        distinct_count: 4,
        completeness: 1,
        distribution: {
          categorical: { buckets: ['0101', '0102', '0203', '7'].map((value) => ({ value, count: 20 })) },
        },
      },
    });
    assert.deepEqual(constraints.features[0], {
      name: 'store',
      inferred_type: 'String',
      completeness: 1,
      string_constraints: { domains: ['0101', '0102', '0203', '7'] },
      monitoringConfigOverrides: { datatype_check_threshold: 0 },
    });
  });

  it('has category drift and a domain in a window, and no type check', async () => {
    const rows = Array.from({ length: 80 }, (_, i) => (i % 2 ? '9999' : '0101'));
    const { violations, statistics, types } = await analyzed(schema, baseline, rows);
    assert.deepEqual(
      violations.violations.map(({ constraint_check_type, description }) => `${constraint_check_type}: ${description}`),
      [
        'baseline_drift_check: Baseline drift distance: 0.21539501058484584 exceeds threshold: 0.1',
        'categorical_values_check: Value match requirement is not met. Expected match: 100.0%. Observed: Only 50.0% of data is in the domain.',
      ],
    );
    assert.equal(statistics.features[0]?.inferred_type, 'String');
    assert.deepEqual(types, [{ Integral: 0, Fractional: 0, Boolean: 0, String: 80 }]);
    const clean = await analyzed(schema, baseline, ['0101', '0102', '0203', '7']);
    assert.deepEqual(clean.violations.violations, []);
  });

  it('may have categories in the SLA', () => {
    const features = { store: { categories: ['0101', '7'], severity: 'warning' as const } };
    const { problems } = derived(schema, 'store\n0101\n7\n12\n', { features });
    assert.match(problems.join(), /^store: the training window violates its own contract: Value match requirement/);
  });

  it('shows new categories in a comparison of baselines', () => {
    const newer = derived(schema, `store\n${'0101\n0102\n0203\n8\n'.repeat(20)}`);
    const [store] = diffBaselines(baseline, newer).features;
    assert.deepEqual(store?.domain, { added: ['8'], removed: ['7'] });
    assert.ok(store?.drift !== undefined);
  });

  it('has the statistics of texts, whatever its values look like', () => {
    const value = fc.constantFrom('1', '01', '1.5', '2e3', 'NaN', 'true', 'x', '');
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
        const { statistics, problems } = derived(
          schemaOf({ name: 'c', type: 'Category', mayBeEmpty: true }, { name: 'n', type: 'Integral' }),
          `c,n\n${values.map((text) => `${text},1\n`).join('')}`,
        );
        const counts = new Map<string, number>();
        for (const text of values) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
        const buckets = statistics.features[0]?.string_statistics?.distribution?.categorical.buckets ?? [];
        assert.deepEqual(new Map(buckets.map(({ value: text, count }) => [text, count])), counts);
        assert.deepEqual(problems, []);
      }),
      { numRuns: 100 },
    );
  });
});

describe('values of mixed looks', () => {
  const thresholdsOf = ({ constraints }: ReturnType<typeof derived>) =>
    constraints.features.map(({ monitoringConfigOverrides }) => monitoringConfigOverrides?.datatype_check_threshold);

  it('lower the type threshold to half of the share observed, with a sentence', async () => {
    const schema = schemaOf({ name: 'price', type: 'Fractional' }, { name: 'postcode', type: 'String' });
    const baseline = derived(schema, 'price,postcode\n0.5,SW1A\n1,10115\n0.25,N1\n0.75,75001\n');
    assert.deepEqual(baseline.problems, []);
    assert.deepEqual(thresholdsOf(baseline), [0.37, 0.25]);
    assert.deepEqual(baseline.slaChanges, [
      "price: type threshold lowered to 0.37, half of the training window's share of Fractional values, because whole numbers do not count as Fractional.",
      "postcode: type threshold lowered to 0.25, half of the training window's share of String values; codes of which some look like numbers are better declared as type Category.",
    ]);
    const { violations } = await analyzed(schema, baseline, ['1,1', '2,2', '3,3']);
    assert.deepEqual(
      violations.violations.map(({ constraint_check_type }) => constraint_check_type),
      ['data_type_check', 'data_type_check'],
    );
  });

  it('leave a type check alone that the SLA switches off or that the window keeps', () => {
    const schema = schemaOf({ name: 'a', type: 'String' }, { name: 'b', type: 'Fractional' });
    const features = { a: { off: { type: 'codes' }, severity: 'warning' as const } };
    const baseline = derived(schema, 'a,b\nx,0.5\n1,1.5\n', { features });
    assert.deepEqual([baseline.problems, thresholdsOf(baseline)], [[], [0, undefined]]);
    const lenient = derived(schema, 'a,b\nx,0.5\n1,1.5\n', { thresholds: { type: 0.5 } });
    assert.deepEqual([lenient.problems, thresholdsOf(lenient)], [[], [undefined, undefined]]);
  });

  it('never make a baseline violate its own training window', () => {
    const fraction = fc.constantFrom('0.5', '1', '-2', '1e5');
    const text = fc.constantFrom('x', '1', '2.5', 'true');
    fc.assert(
      fc.property(fc.array(fc.tuple(fraction, text), { minLength: 1, maxLength: 40 }), (rows) => {
        const schema = schemaOf({ name: 'f', type: 'Fractional' }, { name: 't', type: 'String' });
        const { problems } = derived(schema, `f,t\n0.5,x\n${rows.map((row) => `${row.join()}\n`).join('')}`);
        assert.deepEqual(problems, []);
      }),
      { numRuns: 100 },
    );
  });
});

describe('columns that a training window need not have', () => {
  const schema = schemaOf(
    { name: 'age', type: 'Integral' },
    { name: 'note', type: 'String', mayBeEmpty: true },
    { name: 'trace', type: 'String', ignored: true },
    { name: 'Account Length', type: 'Integral', capturedAs: 'acct_len' },
  );

  it('may be empty or absent if the schema says so', () => {
    for (const text of ['age,note,trace,Account Length\n1,,t,2\n2,,u,3\n', 'acct_len,age\n2,1\n3,2\n']) {
      const { statistics, constraints, problems } = derived(schema, text);
      assert.deepEqual(problems, []);
      assert.deepEqual(statistics.features[1], {
        name: 'note',
        inferred_type: 'Unknown',
        string_statistics: { common: { num_present: 0, num_missing: 2 }, distinct_count: 0, completeness: 0 },
      });
      assert.deepEqual(constraints.features[1], { name: 'note', inferred_type: 'Unknown', completeness: 0 });
      assert.equal(statistics.features[3]?.numerical_statistics?.sum, 5);
    }
  });

  it('keep their places in both files if they are ignored, without values and checks', async () => {
    const baseline = derived(schema, 'age,note,trace,acct_len\n1,a,secret,2\n2,b,secret,3\n');
    assert.deepEqual(baseline.statistics.features[2], {
      name: 'trace',
      inferred_type: 'Unknown',
      string_statistics: { common: { num_present: 0, num_missing: 0 }, distinct_count: 0, completeness: 1 },
    });
    assert.deepEqual(baseline.constraints.features[2], {
      name: 'trace',
      inferred_type: 'Unknown',
      completeness: 0,
      monitoringConfigOverrides: { evaluate_constraints: 'Disabled', emit_metrics: 'Disabled' },
    });
    assert.doesNotMatch(modelMonitorJson.write(baseline.statistics), /secret/);
    const { violations, statistics, metrics } = await analyzed(schema, baseline, ['1,a,9,2', '2,b,,3']);
    assert.deepEqual(violations.violations, []);
    assert.equal(statistics.features[2]?.string_statistics?.common.num_present, 0);
    assert.ok(metrics.every(({ name }) => !name.endsWith('_trace')));
  });

  it('have their values in JSON rows under either name', () => {
    const table = new TrainingTable(schema, () => undefined, true);
    table.beginFile('t.jsonl');
    table.addJsonRows([
      { line: 1, values: { age: '1', acct_len: '2' } },
      { line: 2, values: { age: '1', 'Account Length': '3', trace: 'x' } },
    ]);
    table.endJson();
    const { columns, problems } = table.finish();
    assert.deepEqual([problems, columns[3]?.statistics.numerical_statistics?.sum], [[], 5]);
    assert.deepEqual([columns[1]?.present, columns[1]?.missing], [0, 2]);
  });
});
