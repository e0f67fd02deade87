import assert from 'node:assert/strict';
import { runMinutes, schedulerExpression } from '../../../../contract/windowSchedule';
import { scheduledRuns } from '../../../../rehearsal/localAws/scheduler/scheduledRuns';
import cronVectors from '../../../support/cronVectors.json';

const midnight = Date.UTC(2026, 10, 2);
/** Minutes of the day at which an expression is due. */
const minutesOfDay = (expression: string) =>
  scheduledRuns(expression, new Date(midnight - 1), new Date(midnight + 86_400_000 - 1)).map(
    (at) => (at.getTime() - midnight) / 60_000,
  );

describe('scheduled runs', () => {
  it('are those of the windows, for every schedule that the analyzer accepts', () => {
    const accepted = [
      'rate(5 minutes)',
      'rate(30 minutes)',
      'rate(1 hour)',
      'rate(8 hours)',
      'rate(24 hours)',
      ...cronVectors.flatMap(({ expression }) => (runMinutes(expression) ? [expression] : [])),
    ];
    assert.ok(accepted.length > 6);
    for (const expression of accepted) {
      assert.deepEqual(minutesOfDay(schedulerExpression(expression)), runMinutes(expression), expression);
    }
  });

  it('exclude the start and include the end', () => {
    const [from, to] = [new Date('2026-11-02T08:00:00Z'), new Date('2026-11-02T09:00:00Z')];
    assert.deepEqual(scheduledRuns('cron(0 * ? * * *)', from, to), [to]);
    assert.deepEqual(scheduledRuns('cron(30 8 * * ? *)', from, to), [new Date('2026-11-02T08:30:00Z')]);
  });

  it('are refused for what is not supported', () => {
    const unsupported = [
      'rate(1 hour)',
      'at(2026-11-02T08:00:00)',
      'cron(0 8 ? * MON *)',
      'cron(0 8-10 * * ? *)',
      'cron(60 * * * ? *)',
      'cron(0/0 * * * ? *)',
    ];
    for (const expression of unsupported) {
      assert.throws(
        () => scheduledRuns(expression, new Date(midnight), new Date(midnight)),
        /does not support the schedule expression/,
      );
    }
  });
});
