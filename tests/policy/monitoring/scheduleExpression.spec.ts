import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { hoursBetweenRuns } from '../../../policy/monitoring/scheduleExpression';

describe('hoursBetweenRuns', () => {
  it('reads the forms that Model Monitor runs', () => {
    assert.equal(hoursBetweenRuns('cron(0 * ? * * *)'), 1);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }), (hour, step) => {
        assert.equal(hoursBetweenRuns(`cron(0 ${hour} ? * * *)`), 24);
        assert.equal(hoursBetweenRuns(`cron(0 ${hour}/${step} ? * * *)`), step);
      }),
    );
  });

  it('knows no other', () => {
    const others = [
      'NOW',
      'rate(1 hour)',
      'cron(30 * ? * * *)',
      'cron(0 24 ? * * *)',
      'cron(0 0/0 ? * * *)',
      'cron(0 0/25 ? * * *)',
      'cron(0 */2 ? * * *)',
      'cron(0 * * * ? *)',
    ];
    for (const expression of others) assert.equal(hoursBetweenRuns(expression), undefined, expression);
  });
});
