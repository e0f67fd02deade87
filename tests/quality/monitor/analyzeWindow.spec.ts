import assert from 'node:assert/strict';
import type { Constraints, Statistics } from '../../../contract/modelMonitorFiles';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';
import { analyzeWindow } from '../../../quality/monitor/analyzeWindow';
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

function analyse(files: string[][], changed: Partial<Constraints> = {}) {
  const captures = files.map((lines, i) => captureSource(`f${i}`, lines.join('\n')));
  return analyzeWindow({ captures, statistics, constraints: { ...constraints, ...changed } });
}

describe('analyzeWindow', () => {
  it('reads several files as one window, under the names of the baseline', async () => {
    const found = await analyse([[line('1.5', '1'), line('2.5', '2')], [line('3.5', '3')]]);
    assert.deepEqual(found.statistics, statistics);
    assert.deepEqual(found.constraints, constraints);
    assert.deepEqual([found.rows, found.violations.violations, found.rejects], [3, [], []]);
  });

  it('gives the managed metrics of each feature', async () => {
    const { metrics } = await analyse([[line('2.5', '1'), line('1.5', '""')]]);
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

  it('emits nothing for a feature whose metrics are switched off', async () => {
    const features = constraints.features.map((feature) => ({
      ...feature,
      monitoringConfigOverrides: { emit_metrics: 'Disabled' as const },
    }));
    assert.deepEqual((await analyse([[line('1.5', '1')]], { features })).metrics, []);
  });

  it('takes the usual width, sets other rows aside, and names no column after a feature then', async () => {
    const found = await analyse([[line('1.5', '1,x'), line('2.5', '2'), line('3.5', '3,y'), 'nonsense']]);
    assert.deepEqual(found.rejects, [
      { file: 'f0', line: 2, reason: 'the row has 2 column(s); most rows of this window have 3.' },
      { file: 'f0', line: 4, reason: 'the line is not JSON.' },
    ]);
    assert.deepEqual(
      found.violations.violations.map((v) => v.constraint_check_type),
      ['extra_column_check'],
    );
    assert.deepEqual(
      found.statistics.features.map((feature) => feature.name),
      ['_c0', '_c1', '_c2'],
    );
    assert.deepEqual(found.metrics, []);
  });

  it('of two widths that are equally frequent takes the baseline’s', async () => {
    const { statistics: found } = await analyse([[line('1.5', '1,x'), line('2.5', '2')]]);
    assert.equal(found.features.length, 2);
  });

  it('says why an empty window has nothing to compare', async () => {
    await assert.rejects(analyse([]), {
      name: 'EmptyWindowError',
      message:
        'The window has no capture files. Check that data capture is on and writes to the prefix that the schedule reads.',
    });
    await assert.rejects(analyse([['x', 'y'], ['']]), {
      name: 'EmptyWindowError',
      message: 'The window has no usable row: 2 capture file(s), 2 reject(s). See the rejects for lines and reasons.',
    });
  });
});
