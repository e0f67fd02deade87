import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { Constraints, Statistics } from '../../../contract/modelMonitorFiles';
import type { WindowLimits } from '../../../contract/sla';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';
import { analyzeWindow } from '../../../quality/monitor/analyzeWindow';
import type { WindowAnalysis } from '../../../quality/monitor/judgeWindow';
import { columnStatistics } from '../../../quality/profile/columnStatistics';
import { captureSource } from '../../../quality/source/captureSource';

const columns = [columnStatistics('y', ['1.5', '2.5', '3.5']), columnStatistics('n', ['1', '2', '3'])];
const statistics: Statistics = {
  version: 0,
  dataset: { item_count: 3 },
  features: columns.map((column) => column.statistics),
};
const constraints = suggestConstraints(statistics);

function line(output: string, input: string): string {
  const side = (data: string) => ({ observedContentType: 'text/csv', data, encoding: 'CSV' });
  return JSON.stringify({ captureData: { endpointInput: side(input), endpointOutput: side(output) } });
}

function analyze(files: string[][], changed: Partial<Constraints> = {}) {
  const captures = files.map((lines, i) => captureSource(`f${i}`, lines.join('\n')));
  return analyzeWindow({ captures, statistics, constraints: { ...constraints, ...changed } });
}

describe('analyzeWindow', () => {
  it('reads several files as one window with the baseline’s names', async () => {
    const analysis = await analyze([[line('1.5', '1'), line('2.5', '2')], [line('3.5', '3')]]);
    assert.deepEqual(analysis.statistics, statistics);
    assert.deepEqual(analysis.constraints, constraints);
    assert.deepEqual([analysis.rows, analysis.violations.violations, analysis.rejects], [3, [], []]);
  });

  it('returns the managed monitor’s metrics of every feature', async () => {
    const { metrics } = await analyze([[line('2.5', '1'), line('1.5', '""')]]);
    const values = Object.fromEntries(metrics.map((m) => [m.name, m.value]));
    assert.deepEqual(
      Object.entries(values).filter(([name]) => name.endsWith('_n')),
      [
        ['feature_baseline_drift_n', 0],
        ['feature_completeness_n', 0.5],
        ['feature_null_n', 1],
        ['feature_non_null_n', 1],
        ['feature_estimated_unique_values_n', 1],
        ['feature_fractional_counts_n', 0],
        ['feature_integral_counts_n', 1],
        ['feature_string_counts_n', 0],
        ['feature_boolean_counts_n', 0],
        ['feature_unknown_counts_n', 1],
      ],
    );
  });

  it('returns no metrics for a feature with emit_metrics switched off', async () => {
    const features = constraints.features.map((feature) => ({
      ...feature,
      monitoringConfigOverrides: { emit_metrics: 'Disabled' as const },
    }));
    assert.deepEqual((await analyze([[line('1.5', '1')]], { features })).metrics, []);
  });

  it('has a status of its own when more was rejected than is allowed', async () => {
    const mostlyBroken = [[line('1.5', '1'), 'nonsense', 'more nonsense', '{}']];
    const { status, violations, rejectCauses } = await analyze(mostlyBroken);
    assert.equal(status, 'CompletedWithRejects');
    assert.deepEqual(violations.violations[0], {
      feature_name: 'Rejected records',
      constraint_check_type: 'rejected_records_check',
      description: 'Too many records were rejected. Expected: at most 5%. Observed: 75%, 3 of 4.',
    });
    assert.deepEqual(rejectCauses[0], { file: 'f0', line: 2, reason: 'the line is not JSON.', count: 2 });
    const allowed = await analyzeWindow({
      captures: [captureSource('f0', mostlyBroken[0]?.join('\n') ?? '')],
      statistics,
      constraints,
      limits: { rejectedShare: 0.75 },
    });
    assert.deepEqual([allowed.status, allowed.violations.violations], ['Completed', []]);
  });

  it('is not clean with a file that is cut short, whatever the share of rejects', async () => {
    const whole = gzipSync(`${line('1.5', '1')}\n`.repeat(20_000));
    const captures = ['a.gz', 'b.gz', 'c'].map((file, i) =>
      captureSource(file, [whole, whole.subarray(0, whole.length / 2), `${line('1.5', '1')}\n`][i] ?? ''),
    );
    const { status, violations, rejectCount, rows } = await analyzeWindow({ captures, statistics, constraints });
    assert.ok(rows > 25_000);
    assert.deepEqual([status, rejectCount], ['CompletedWithRejects', 1]);
    assert.deepEqual(violations.violations[0], {
      feature_name: 'Truncated files',
      constraint_check_type: 'truncated_files_check',
      description:
        'Files are damaged or cut short, so an unknown number of records is missing. Expected: 0 files. Observed: 1: b.gz.',
    });
  });

  it('does not judge drift in a window of fewer rows than the SLA requires, and checks everything else', async () => {
    const { distribution_constraints } = constraints.monitoring_config;
    const simple = structuredClone(constraints);
    simple.monitoring_config.distribution_constraints = { ...distribution_constraints, comparison_method: 'Simple' };
    const rows = Array.from({ length: 40 }, () => line('99.5', '900'));
    const read = (limits: WindowLimits, lines: readonly string[] = rows) =>
      analyzeWindow({ captures: [captureSource('f', lines.join('\n'))], statistics, constraints: simple, limits });
    const types = ({ violations: { violations } }: WindowAnalysis) =>
      violations.map(({ constraint_check_type: check }) => check);
    const judged = await read({ minimumRows: { window: 40 } });
    assert.ok(types(judged).includes('baseline_drift_check'));
    assert.equal(judged.tooFewRows, undefined);
    const unjudged = await read({ minimumRows: { window: 41 } });
    assert.deepEqual([unjudged.status, types(unjudged)], ['CompletedWithTooFewRows', []]);
    assert.equal(unjudged.tooFewRows, 'The window has too few rows to judge drift: 40; the SLA requires 41.');
    const broken = await read({ minimumRows: { window: 41 } }, [...rows.slice(1), line('99.5', 'x')]);
    assert.deepEqual([broken.status, types(broken)], ['CompletedWithViolations', ['data_type_check']]);
  });

  it('uses the most frequent width, rejects other rows and does not name columns after features', async () => {
    const analysis = await analyze([[line('1.5', '1,x'), line('2.5', '2'), line('3.5', '3,y'), 'nonsense']]);
    assert.deepEqual(analysis.rejects, [
      { file: 'f0', line: 2, reason: 'the row has 2 columns; most rows of this window have 3 (row: 2.5,2).' },
      { file: 'f0', line: 4, reason: 'the line is not JSON.' },
    ]);
    assert.deepEqual(
      analysis.violations.violations.map((v) => v.constraint_check_type),
      ['rejected_records_check', 'extra_column_check'],
    );
    assert.deepEqual(
      analysis.statistics.features.map((feature) => feature.name),
      ['_c0', '_c1', '_c2'],
    );
    assert.deepEqual(analysis.metrics, []);
  });

  it('takes half a window of another width for the window’s width', async () => {
    const { statistics: window } = await analyze([[line('1.5', '1,x'), line('2.5', '2')]]);
    assert.equal(window.features.length, 3);
  });

  it('explains why an empty window cannot be compared', async () => {
    await assert.rejects(analyze([]), {
      name: 'EmptyWindowError',
      message:
        'The window has no capture files. Check that data capture is on and writes to the prefix that the schedule reads.',
    });
    await assert.rejects(analyze([['x', 'y'], ['']]), {
      name: 'EmptyWindowError',
      message: 'The window has no usable row: 2 capture file(s), 2 reject(s). See the rejects for lines and reasons.',
    });
  });
});
