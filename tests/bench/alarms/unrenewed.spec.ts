import assert from 'node:assert/strict';
import type { TestCases } from '../../../bench/alarms/testCases';
import { unrenewed } from '../../../bench/alarms/unrenewed';
import { calibrateBaseline } from '../../../quality/calibrated/calibrateBaseline';
import { seededRandom, statisticsOfColumns, syntheticWindows } from '../../support/syntheticWindows';

describe('a calibration that is not renewed', () => {
  it('has the share of windows in alarm by four weeks', () => {
    const random = seededRandom(3);
    const windowsOf = (change: number, week: number) =>
      syntheticWindows({
        generators: { x: () => (random() + change).toFixed(3) },
        random,
        weeks: week === 0 ? 3 : 4,
        rows: 40,
        week,
      }).map((window) => ({ ...window, rows: Array.from({ length: 40 }, () => ({})) }));
    const [history, same, changed] = [windowsOf(0, 0), windowsOf(0, 3), windowsOf(0.9, 7)];
    const calibration = calibrateBaseline({
      endpoint: 'churn',
      schema: 'v1',
      baseline: '2026-01-01-abcdef',
      statistics: statisticsOfColumns({ x: Array.from({ length: 1000 }, () => random().toFixed(3)) }),
      windows: history,
      budget: 0.5,
      minimumRows: 30,
      timeZone: 'UTC',
      madeAt: new Date(0),
      madeBy: 'arn:aws:iam::111111111111:user/anna',
    });
    const start = same[0]?.from ?? new Date(0);
    const test: Pick<TestCases, 'calibration' | 'start'> = { calibration, start };
    const shares = unrenewed(test, [...history, ...same, ...changed]);
    assert.deepEqual(
      shares.map(({ cases }) => cases),
      [same.length, changed.length],
    );
    assert.ok((shares[0]?.events ?? 1) <= 0.03 * same.length, JSON.stringify(shares));
    assert.ok((shares[1]?.events ?? 0) >= 0.99 * changed.length, JSON.stringify(shares));
  });
});
