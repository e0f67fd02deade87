import assert from 'node:assert/strict';
import { parseCron } from '../../../../rehearsal/localAws/sagemaker/cron';

const hours = (expression: string) => {
  const schedule = parseCron(expression);
  return schedule && [schedule.windowHours, [...Array(24).keys()].filter((hour) => schedule.dueAt(hour)).join(' ')];
};

describe('cron of a monitoring schedule', () => {
  it('reads the forms that Model Monitor runs', () => {
    assert.deepEqual(hours('cron(0 * ? * * *)'), [1, [...Array(24).keys()].join(' ')]);
    assert.deepEqual(hours('cron(0 17 ? * * *)'), [24, '17']);
    assert.deepEqual(hours('cron(0 12 ? * *)'), [24, '12']);
    assert.deepEqual(hours('cron(0 2/6 ? * * *)'), [6, '2 8 14 20']);
  });

  it('refuses any other', () => {
    const refused = [
      'cron(0 24 ? * * *)',
      'cron(0 1/0 ? * * *)',
      'cron(0 1/25 ? * * *)',
      'cron(5 * ? * * *)',
      'rate(1 hour)',
    ];
    assert.deepEqual(
      refused.map(parseCron),
      refused.map(() => undefined),
    );
  });
});
