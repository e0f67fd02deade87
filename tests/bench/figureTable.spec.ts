import assert from 'node:assert/strict';
import { type Figure, median } from '../../bench/figure';
import { figureTable } from '../../bench/figureTable';
import { schemaFaults } from '../support/jsonSchema';

const figure = (id: string, seconds: number, aim: Figure['aim'] = {}): Figure => ({
  id,
  what: `${id} of a file`,
  seconds,
  cpuSeconds: 2 * seconds,
  megabytes: 100 * seconds,
  aim,
});

describe('figureTable', () => {
  it('shows what is written as data too, in the form of its JSON Schema', () => {
    const figures = [
      figure('load', 4),
      figure('statistics', 5, { atMostTimes: { load: 1.5 }, atMostMore: { load: 2 }, atMostSeconds: 9 }),
    ];
    const written = { rows: 1000, repeat: 3, machine: 'a machine', figures };
    assert.deepEqual(schemaFaults('bench/schemas/bench.schema.json', written), []);
  });

  it('puts each figure beside what it is measured against', () => {
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

  it('says how much more than another figure one took, and passes over what was not measured', () => {
    const cells = (limit: number) =>
      figureTable([figure('empty', 2), figure('full', 3.25, { atMostMore: { empty: limit, gone: 1 } })])
        .split('\n')[3]
        ?.split('|')[6]
        ?.trim();
    assert.equal(cells(1.5), 'met: 1.25 s more than empty (by CPU 2.5 s; aim: at most 1.5 s)');
    assert.equal(cells(1), 'MISSED: 1.25 s more than empty (by CPU 2.5 s; aim: at most 1 s)');
  });

  it('takes the middle run by the clock', () => {
    const runs = [3, 1, 2].map((seconds) => figure('x', seconds));
    assert.equal(median(runs).seconds, 2);
    assert.equal(median(runs.slice(0, 2)).seconds, 1);
    assert.throws(() => median([]), { message: 'a benchmark ran no time' });
  });
});
