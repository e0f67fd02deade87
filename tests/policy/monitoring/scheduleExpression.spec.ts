import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { longestGapHours, runHours } from '../../../policy/monitoring/scheduleExpression';
import cronVectors from '../../support/cronVectors.json';

describe('schedule expression', () => {
  for (const vector of cronVectors) {
    it(`${JSON.stringify(vector.expression)} has the run hours and longest gap of the shared vectors`, () => {
      assert.deepEqual(runHours(vector.expression), vector.hours);
      assert.equal(longestGapHours(vector.expression), vector.longestGapHours);
    });
  }

  it('runs H/N at H and every N hours until midnight, each day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }), (hour, step) => {
        const expression = `cron(0 ${hour}/${step} ? * * *)`;
        const hours = runHours(expression) ?? [];
        const isDue = (at: number) => at % 24 >= hour && ((at % 24) - hour) % step === 0;
        const twoDays = Array.from({ length: 48 }, (_, i) => i).filter(isDue);
        assert.deepEqual(
          hours,
          twoDays.filter((at) => at < 24),
        );
        const gaps = twoDays.slice(1).map((at, i) => at - (twoDays[i] ?? at));
        assert.equal(longestGapHours(expression), Math.max(...gaps));
      }),
    );
  });
});
