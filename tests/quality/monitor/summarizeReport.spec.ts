import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Statistics, Violation } from '../../../contract/modelMonitorFiles';
import { parseSla, type Sla } from '../../../contract/sla';
import { checkConstraints } from '../../../quality/constraints/checkConstraints';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';
import { summarizeReport } from '../../../quality/monitor/summarizeReport';
import { columnStatistics } from '../../../quality/profile/columnStatistics';

type Columns = Readonly<Record<string, readonly (string | null)[]>>;

const numbers = (from: number) => Array.from({ length: 100 }, (_, i) => String(from + i));
const baselineColumns: Columns = {
  score: numbers(0),
  country: numbers(0).map((_, i) => ['DE', 'FR', 'GB'][i % 3] ?? ''),
};

const profiles = (columns: Columns) => Object.entries(columns).map(([name, values]) => columnStatistics(name, values));

function statisticsOf(columns: Columns): Statistics {
  const features = profiles(columns).map((column) => column.statistics);
  return { version: 0, dataset: { item_count: Object.values(columns)[0]?.length ?? 0 }, features };
}

const baseline = {
  statistics: statisticsOf(baselineColumns),
  constraints: suggestConstraints(statisticsOf(baselineColumns)),
};

function slaOf(features: object): Sla {
  const { sla } = parseSla({ endpoint: 'churn', owner: 'ml', runbook: 'https://runbooks.example.com', features });
  assert.ok(sla);
  return sla;
}

const violation = (feature_name: string, constraint_check_type: Violation['constraint_check_type']): Violation => ({
  feature_name,
  constraint_check_type,
  description: 'as the report says',
});

const summary = (columns: Columns, features: object, violations: readonly Violation[] = []) =>
  summarizeReport({ statistics: statisticsOf(columns), violations, baseline, sla: slaOf(features) });

const broken = (columns: Columns, features: object, violations: readonly Violation[] = []) =>
  summary(columns, features, violations).brokenPromises.map(({ feature, check, severity }) => [
    feature,
    check,
    severity,
  ]);

describe('summarizeReport', () => {
  it('computes the distances that the report was made with', () => {
    const columns = { ...baselineColumns, score: numbers(60) };
    const { features } = summary(columns, {});
    const [reported] = checkConstraints({ columns: profiles(columns), ...baseline });
    assert.equal(
      reported?.description,
      `Baseline drift distance: ${features[0]?.drift?.distance} exceeds threshold: ${features[0]?.drift?.limit}`,
    );
  });

  it('gives rows, completeness and drift of each feature', () => {
    const half = numbers(0).map((value, i) => (i % 2 ? value : null));
    const { rows, features } = summary({ ...baselineColumns, score: half }, {});
    assert.equal(rows, 100);
    assert.deepEqual(features[0], {
      name: 'score',
      type: 'Integral',
      present: 50,
      missing: 50,
      completeness: 0.5,
      drift: { distance: 0, limit: 0.1 },
    });
    assert.deepEqual(features[1]?.drift, { distance: 0, limit: 0.1 });
  });

  it('breaks no promise in a window like the baseline', () => {
    const all = {
      score: { completeness: 1, driftLimit: 0.1, nonNegative: true, range: { max: 99 } },
      country: { categories: ['DE', 'FR', 'GB'] },
    };
    assert.deepEqual(broken(baselineColumns, all), []);
  });

  it('names each broken promise with its severity, without any violations file', () => {
    const columns = { score: numbers(-1).map((value, i) => (i < 2 ? null : value)), country: Array(100).fill('US') };
    const promises = {
      score: { completeness: 0.99, range: { max: 50 }, severity: 'critical' },
      country: { categories: ['DE'], driftLimit: 0.2, severity: 'info' },
    };
    assert.deepEqual(broken(columns, promises), [
      ['country', 'baseline_drift_check', 'info'],
      ['country', 'categorical_values_check', 'info'],
      ['score', 'completeness_check', 'critical'],
      ['score', 'range_check', 'critical'],
    ]);
  });

  it('decides by the limit of the SLA, not by the one that the report was made with', () => {
    const drifted = { ...baselineColumns, score: numbers(60) };
    const reported = [violation('score', 'baseline_drift_check')];
    assert.deepEqual(broken(drifted, { score: { driftLimit: 0.9 } }, reported), []);
    assert.deepEqual(broken(drifted, { score: { driftLimit: 0.3 } }), [['score', 'baseline_drift_check', 'warning']]);
  });

  it("counts other violations of the report with the feature's severity, or as warnings without an entry in the SLA", () => {
    const reported = [violation('score', 'data_type_check'), violation('country', 'categorical_values_check')];
    assert.deepEqual(broken(baselineColumns, { score: { severity: 'critical' } }, reported), [
      ['country', 'categorical_values_check', 'warning'],
      ['score', 'data_type_check', 'critical'],
    ]);
  });

  it('leaves out what the SLA switches off', () => {
    const drifted = { ...baselineColumns, score: numbers(60) };
    const reported = [violation('score', 'baseline_drift_check'), violation('score', 'data_type_check')];
    const off = (checks: object) => broken(drifted, { score: { off: checks } }, reported);
    assert.deepEqual(off({ drift: 'seasonal' }), [['score', 'data_type_check', 'warning']]);
    assert.deepEqual(off({ all: 'unused' }), []);
  });

  it('compares nothing by position if the number of columns differs, and uses the highest severity', () => {
    const { score } = baselineColumns;
    const reported = [violation('Missing columns', 'missing_column_check')];
    const promises = { country: { completeness: 1, severity: 'critical' } };
    assert.deepEqual(broken({ score: score ?? [] }, promises, reported), [
      ['Missing columns', 'missing_column_check', 'critical'],
    ]);
    assert.equal(summary({ score: score ?? [] }, promises).features[0]?.drift, undefined);
  });

  it('gives the same summary whatever the order of the violations, and however often one is listed', () => {
    const checks = ['data_type_check', 'completeness_check', 'categorical_values_check'] as const;
    const reported = checks.flatMap((check) => [violation('score', check), violation('country', check)]);
    const expected = summary(baselineColumns, {}, reported);
    fc.assert(
      fc.property(fc.shuffledSubarray([...reported, ...reported], { minLength: reported.length * 2 }), (shuffled) => {
        assert.deepEqual(summary(baselineColumns, {}, shuffled), expected);
      }),
    );
  });
});
