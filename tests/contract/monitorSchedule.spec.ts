import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gapsBetweenRuns, runHours } from '../../contract/monitorSchedule';

describe("a monitor's schedule", () => {
  it('runs hourly, daily or every few hours', () => {
    assert.equal(runHours('cron(0 * ? * * *)')?.length, 24);
    assert.deepEqual(runHours('cron(0 09 ? * * *)'), [9]);
    assert.deepEqual(runHours('cron(0 3/6 ? * * *)'), [3, 9, 15, 21]);
    assert.deepEqual(runHours('cron(0 17/24 ? * * *)'), [17]);
  });

  it('takes none of the other forms', () => {
    const others = [
      'cron(0 24 ? * * *)',
      'cron(0 0/25 ? * * *)',
      'cron(0 0/0 ? * * *)',
      'cron(5 * ? * * *)',
      'cron(0 */2 ? * * *)',
      'cron(0 1,2 ? * * *)',
      'cron(0 9 ? * MON *)',
      'rate(1 hour)',
      'NOW',
      ' cron(0 * ? * * *)',
    ];
    assert.deepEqual(
      others.filter((form) => runHours(form) !== undefined),
      [],
    );
  });

  it('leaves a longer night where the step does not divide the day', () => {
    assert.deepEqual(gapsBetweenRuns([17, 22]), { shortest: 5, longest: 19 });
    assert.deepEqual(gapsBetweenRuns([9]), { shortest: 24, longest: 24 });
  });

  it('runs at ascending hours of one day, whose gaps make a day', () => {
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
