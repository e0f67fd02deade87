import assert from 'node:assert/strict';
import { type Figure, figureTable, median } from '../../bench/figure';
import { schemaFaults } from '../support/jsonSchema';

const figure = (id: string, seconds: number, aim: Figure['aim'] = {}): Figure => ({
  id,
  what: `${id} of a file`,
  seconds,
  cpuSeconds: 2 * seconds,
  megabytes: 100 * seconds,
  aim,
});

describe('figures', () => {
  it('shows figures that are valid by the JSON Schema of the written file', () => {
    const figures = [
      figure('load', 4),
      figure('statistics', 5, { atMostTimes: { load: 1.5 }, atMostMore: { load: 2 }, atMostSeconds: 9 }),
    ];
    const written = { rows: 1000, repeat: 3, machine: 'a machine', figures };
    assert.deepEqual(schemaFaults('bench/schemas/bench.schema.json', written), []);
  });

  it('compares each figure with its aims', () => {
    const lines = figureTable([
      figure('load', 4),
      figure('statistics', 5, { atMostTimes: { load: 1.5, whylogs: 0.125 }, atMostMegabytes: 400 }),
      figure('compare', 0.1, { atMostSeconds: 0.2 }),
    ]).split('\n');
    assert.deepEqual(
      lines.map((line) => line.replace(/ +/g, ' ').replace(/-+/g, '-')),
      [
        '| id | what | s | CPU s | MB | against its aims |',
        '| - | - | - | - | - | - |',
        '| load | load of a file | 4.00 | 8.00 | 400 | |',
        '| statistics | statistics of a file | 5.00 | 10.00 | 500 | met: 1.25 x load (by CPU 1.25; aim: at most 1.5); MISSED: aim: at most 400 MB |',
        '| compare | compare of a file | 0.10 | 0.20 | 10 | met: aim: at most 0.2 s |',
      ],
    );
    assert.equal(new Set(lines.map((line) => line.length)).size, 1);
  });

  it('shows the difference to another figure, and skips a figure that was not measured', () => {
    const cells = (limit: number) =>
      figureTable([figure('empty', 2), figure('full', 3.25, { atMostMore: { empty: limit, gone: 1 } })])
        .split('\n')[3]
        ?.split('|')[6]
        ?.trim();
    assert.equal(cells(1.5), 'met: 1.25 s more than empty (by CPU 2.5 s; aim: at most 1.5 s)');
    assert.equal(cells(1), 'MISSED: 1.25 s more than empty (by CPU 2.5 s; aim: at most 1 s)');
  });

  it('takes the run with the median wall-clock time', () => {
    const runs = [3, 1, 2].map((seconds) => figure('x', seconds));
    assert.equal(median(runs).seconds, 2);
    assert.equal(median(runs.slice(0, 2)).seconds, 1);
    assert.throws(() => median([]), { message: 'no runs to take the median of' });
  });
});
