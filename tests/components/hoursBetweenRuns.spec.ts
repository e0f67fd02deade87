import assert from 'node:assert/strict';
import { hoursBetweenRuns } from '../../components/hoursBetweenRuns';

describe('hoursBetweenRuns', () => {
  const cases: [schedule: string, hours: number][] = [
    ['cron(0 * ? * * *)', 1],
    ['cron(0 6 ? * * *)', 24],
    ['cron(0 0/4 ? * * *)', 4],
    ['cron(0 17/12 ? * * *)', 12],
  ];
  for (const [schedule, hours] of cases) {
    it(`of ${schedule} is ${hours}`, () => assert.equal(hoursBetweenRuns(schedule), hours));
  }

  it('refuses what SageMaker does not run', () => {
    assert.throws(() => hoursBetweenRuns('rate(1 hour)'), {
      message:
        "monitoring schedule 'rate(1 hour)' is none that SageMaker runs; allowed are " +
        'cron(0 * ? * * *), cron(0 H ? * * *) and cron(0 H/N ? * * *)',
    });
  });
});
