import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gapsBetweenRuns, hoursSinceLastRun, invalidScheduleText, runHours } from '../../contract/monitorSchedule';
import cronVectors from '../support/cronVectors.json';

describe('a monitoring schedule', () => {
  for (const { expression, hours, shortestGapHours, longestGapHours } of cronVectors) {
    if (hours === undefined) {
      it(`is not ${JSON.stringify(expression)}`, () => assert.equal(runHours(expression), undefined));
      continue;
    }
    it(`'${expression}' runs at most ${longestGapHours} hours apart`, () => {
      assert.deepEqual(runHours(expression), hours);
      assert.deepEqual(gapsBetweenRuns(hours), { shortest: shortestGapHours, longest: longestGapHours });
    });
  }

  it('has a window back to the run before, also to that of the day before', () => {
    const windows = (expression: string, hours: readonly number[]) =>
      hours.map((hour) => hoursSinceLastRun(expression, new Date(Date.UTC(2026, 10, 2, hour))));
    assert.deepEqual(windows('cron(0 * ? * * *)', [0, 1, 23]), [1, 1, 1]);
    assert.deepEqual(windows('cron(0 20/3 ? * * *)', [20, 21, 23]), [21, undefined, 3]);
    assert.deepEqual(windows('cron(0 3 ? * * *)', [3, 4]), [24, undefined]);
    assert.deepEqual(windows('every hour', [3]), [undefined]);
  });

  it('is refused with its allowed forms', () => {
    assert.equal(
      invalidScheduleText('hourly'),
      "invalid schedule 'hourly': use cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *) with H from 0 to 23 (UTC) and N from 1 to 24",
    );
  });

  it('runs at ascending hours of one day whose gaps add up to a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }), (hour, step) => {
        const hours = runHours(`cron(0 ${hour}/${step} ? * * *)`) ?? [];
        const { shortest, longest } = gapsBetweenRuns(hours);
        assert.equal(hours[0], hour);
        assert.ok(hours.every((h, i) => h < 24 && (i === 0 || h - (hours[i - 1] ?? 0) === step)));
        assert.ok(shortest >= 1 && longest <= 24 && shortest <= longest);
      }),
    );
  });
});
