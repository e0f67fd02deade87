import assert from 'node:assert/strict';
import { hoursSinceLastRun } from '../../../../contract/monitorSchedule';
import cronVectors from '../../../support/cronVectors.json';

/** Hour and window of every run of a day. */
const runs = (expression: string) =>
  Array.from({ length: 24 }, (_, hour) => hour).flatMap((hour) => {
    const windowHours = hoursSinceLastRun(expression, new Date(Date.UTC(2026, 10, 2, hour)));
    return windowHours === undefined ? [] : [{ hour, windowHours }];
  });

describe('hours since the last run of a schedule', () => {
  it('are undefined at every hour without a run', () => {
    for (const { expression, hours = [] } of cronVectors) {
      assert.deepEqual(
        runs(expression).map(({ hour }) => hour),
        hours,
        expression,
      );
    }
  });

  it('leave no hour of the day out of the windows', () => {
    for (const { expression, hours, longestGapHours } of cronVectors) {
      if (!hours) continue;
      const windows = runs(expression).map(({ windowHours }) => windowHours);
      assert.equal(
        windows.reduce((sum, windowHours) => sum + windowHours, 0),
        24,
        expression,
      );
      assert.equal(Math.max(...windows), longestGapHours, expression);
    }
  });

  it('are the whole gap before the first run of a day', () => {
    assert.deepEqual(runs('cron(0 20/3 ? * * *)'), [
      { hour: 20, windowHours: 21 },
      { hour: 23, windowHours: 3 },
    ]);
    assert.deepEqual(runs('cron(0 23/1 ? * * *)'), [{ hour: 23, windowHours: 24 }]);
  });
});
