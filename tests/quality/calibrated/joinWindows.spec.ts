import assert from 'node:assert/strict';
import { hourMs } from '../../../contract/hours';
import { featureValues, rowsOf } from '../../../quality/calibrated/featureValues';
import { joinReports, joinSmallWindows, joinStatistics } from '../../../quality/calibrated/joinWindows';
import type { PastWindow } from '../../../quality/calibrated/pastWindow';
import { statisticsOfColumns } from '../../support/syntheticWindows';

const texts = (rows: number, from = 0) => Array.from({ length: rows }, (_, i) => String(from + i));
const windowAt = (hour: number, rows: number): PastWindow => ({
  from: new Date(hour * hourMs),
  to: new Date((hour + 1) * hourMs),
  statistics: statisticsOfColumns({ x: texts(rows, hour * 100), plan: texts(rows).map(() => 'basic') }),
});
const joinedRows = (windows: readonly PastWindow[]) => {
  const { windows: joined, tooSmall } = joinSmallWindows(windows, 30, joinReports);
  return {
    rows: joined.map(({ from, statistics }) => [from.getTime() / hourMs, statistics.dataset.item_count]),
    tooSmall,
  };
};

describe('windows of few rows', () => {
  it('are added up until they have enough rows together', () => {
    const windows = [
      windowAt(0, 12),
      windowAt(1, 12),
      windowAt(2, 12),
      windowAt(3, 40),
      windowAt(4, 29),
      windowAt(5, 1),
    ];
    assert.deepEqual(joinedRows(windows), {
      rows: [
        [2, 36],
        [3, 40],
        [5, 30],
      ],
      tooSmall: 0,
    });
  });

  it('are left out before a window of enough rows, after a day, and at the end', () => {
    assert.deepEqual(joinedRows([windowAt(0, 20), windowAt(1, 40)]), { rows: [[1, 40]], tooSmall: 1 });
    assert.deepEqual(joinedRows([windowAt(0, 20), windowAt(24, 20)]), { rows: [], tooSmall: 2 });
    assert.deepEqual(joinedRows([windowAt(0, 20), windowAt(23, 20)]), { rows: [[23, 40]], tooSmall: 0 });
  });

  it('have the values of one window with all rows', () => {
    const parts = [
      ['1', '2', null],
      ['2', '2'],
      [null, '7.5'],
    ];
    const joined = joinStatistics(
      parts.map((x) => statisticsOfColumns({ x, plan: x.map((value) => value && `p${value}`) })),
    );
    const all = parts.flat();
    const whole = statisticsOfColumns({ x: all, plan: all.map((value) => value && `p${value}`) });
    assert.equal(joined.dataset.item_count, 7);
    joined.features.forEach((feature, i) => {
      const [values, expected] = [feature, whole.features[i]].map((of) => of && featureValues(of));
      assert.ok(values && expected);
      assert.equal(rowsOf(values), 5);
      assert.deepEqual(values, expected);
    });
  });
});
