import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gapsBetweenRuns, runHours } from '../../contract/monitorSchedule';
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
