import assert from 'node:assert/strict';
import { applyEnvironmentDefaults } from '../../../../policy/pack/policies/environment';
import { monitoringSchedule } from '../../../../policy/rules/monitoringSchedule';
import { s3BucketHygiene } from '../../../../policy/rules/s3BucketHygiene';

const hours = (stack: string) =>
  applyEnvironmentDefaults(monitoringSchedule, stack).configSchema?.properties?.['maxHoursBetweenRuns'];

describe('applyEnvironmentDefaults', () => {
  it('puts the defaults of an environment into the schema, and keeps the rest', () => {
    for (const stack of ['dev', 'dev-anna', 'org/project/dev']) {
      assert.deepEqual(hours(stack), {
        type: 'number',
        minimum: 1,
        maximum: 24,
        default: 24,
        description: 'Maximum hours between two runs.',
      });
    }
  });

  it('changes nothing in other environments, nor in rules without such defaults', () => {
    for (const stack of ['prod', 'local', 'constructor', '']) {
      assert.equal(applyEnvironmentDefaults(monitoringSchedule, stack), monitoringSchedule);
    }
    assert.equal(applyEnvironmentDefaults(s3BucketHygiene, 'dev'), s3BucketHygiene);
  });
});
