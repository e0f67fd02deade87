import assert from 'node:assert/strict';
import { s3BucketLifecycle } from '../../../policy/rules/s3BucketLifecycle';
import { bucket, captures, clean, hygiene, lifecycle } from '../lifecycleStack';
import { runRule, type StackResource, unknown } from '../policyStack';

describe('kept keys', () => {
  it('reports baselines that move to a class from which a monitor cannot read', async () => {
    const colder = (storageClass: string, prefix = '') => ({
      id: 'colder',
      status: 'Enabled',
      filter: { prefix },
      transitions: [{ days: 90, storageClass }],
    });
    const judge = async (rule: object) =>
      (await runRule(s3BucketLifecycle, [bucket, lifecycle([hygiene, captures, rule])])).violations;
    assert.deepEqual(await judge(colder('GLACIER', 'baselines/churn/')), [
      [
        'store',
        "Rule 'colder' of bucket 'store' moves 'baselines/churn/', including 'baselines/', to GLACIER, from which a monitor can't " +
          'read: use a class with immediate access such as GLACIER_IR, or limit the rule to other keys.',
      ],
    ]);
    assert.equal((await judge(colder('DEEP_ARCHIVE'))).length, 2);
    assert.deepEqual(await judge(colder('GLACIER_IR')), []);
    assert.deepEqual(await judge(colder('DEEP_ARCHIVE', 'reports/')), []);
    const tiering = (prefix: string): StackResource => ({
      type: 'aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration',
      name: 'tiers',
      props: { bucket: unknown, filter: { prefix }, tierings: [{ accessTier: 'ARCHIVE_ACCESS', days: 125 }] },
      from: { bucket: ['store'] },
    });
    const tiered = async (prefix: string) =>
      (await runRule(s3BucketLifecycle, [bucket, lifecycle([hygiene, captures]), tiering(prefix)])).violations.length;
    assert.deepEqual([await tiered('baselines/'), await tiered('reports/'), await tiered('')], [1, 0, 2]);
  });

  it('reports old versions of baselines that are deleted too early', async () => {
    const early = { ...hygiene, noncurrentVersionExpiration: { noncurrentDays: 1 } };
    const stack = [bucket, lifecycle([early, captures])];
    assert.deepEqual((await runRule(s3BucketLifecycle, stack, { keepPrefixes: ['baselines/'] })).violations, [
      [
        'store',
        "Rule 'hygiene' of bucket 'store' deletes old versions of the whole bucket, including 'baselines/', after 1 day; the " +
          'minimum is 7: raise its noncurrentVersionExpiration.noncurrentDays.',
      ],
    ]);
    assert.deepEqual(await runRule(s3BucketLifecycle, stack, { minVersionDays: 1 }), clean);
    const ofCaptures = { ...captures, noncurrentVersionExpiration: { noncurrentDays: 1 } };
    assert.deepEqual(await runRule(s3BucketLifecycle, [bucket, lifecycle([hygiene, ofCaptures])]), clean);
  });

  it('takes a bucket for the store by its name or by what monitors read, not by a part of its URN', async () => {
    const expiring = { ...hygiene, expiration: { days: 365 } };
    const judge = async (of: StackResource, ...more: StackResource[]) =>
      (await runRule(s3BucketLifecycle, [of, lifecycle([expiring], of.name), ...more])).violations.length;
    const logs = { ...bucket, name: 'restored-logs', props: { bucket: 'app-store-logs' } };
    assert.equal(await judge(logs), 0);
    assert.equal(await judge({ ...logs, props: { bucket: 'store' } }), 3);
    const definition: StackResource = {
      type: 'aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition',
      name: 'job',
      props: {
        dataQualityJobOutputConfig: { monitoringOutputs: { s3Output: { s3Uri: 's3://app-store-logs/reports' } } },
      },
    };
    assert.equal(await judge(logs, definition), 3);
    const baseline: StackResource = {
      type: 'aws:s3/bucketObject:BucketObject',
      name: 'statistics',
      props: { bucket: 'app-store-logs', key: 'baselines/churn/statistics.json' },
    };
    assert.equal(await judge(logs, baseline), 3);
    assert.equal(await judge(logs, { ...baseline, props: { ...baseline.props, key: 'logs/a' } }), 0);
  });
});
