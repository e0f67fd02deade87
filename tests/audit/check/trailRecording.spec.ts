import assert from 'node:assert/strict';
import { recordsStore, unrecordedServices } from '../../../audit/check/trailRecording';

const bucket = 'arn:aws:s3:::store';
const management = { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
const objects = [
  { Field: 'eventCategory', Equals: ['Data'] },
  { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
];
const under = (...keys: string[]) => ({ Field: 'resources.ARN', StartsWith: keys.map((key) => `${bucket}/${key}`) });

describe('the recording of a trail', () => {
  it('has all management calls by default, in both forms', () => {
    assert.deepEqual(unrecordedServices({ basic: [{}], advanced: [] }), []);
    assert.deepEqual(unrecordedServices({ basic: [{ ReadWriteType: 'WriteOnly' }], advanced: [] }), []);
    assert.deepEqual(unrecordedServices({ basic: [], advanced: [management] }), []);
  });

  it('lacks services that are left out, and all with reads only', () => {
    const kms = ['kms.amazonaws.com'];
    assert.deepEqual(unrecordedServices({ basic: [{ ExcludeManagementEventSources: kms }], advanced: [] }), kms);
    const withoutKms = [...management.FieldSelectors, { Field: 'eventSource', NotEquals: kms }];
    assert.deepEqual(unrecordedServices({ basic: [], advanced: [{ FieldSelectors: withoutKms }] }), kms);
    const reads = [...management.FieldSelectors, { Field: 'readOnly', Equals: ['true'] }];
    assert.ok(unrecordedServices({ basic: [], advanced: [{ FieldSelectors: reads }] }).includes('iam.amazonaws.com'));
    assert.ok(unrecordedServices({ basic: [{ ReadWriteType: 'ReadOnly' }], advanced: [] }).length > 5);
    assert.ok(unrecordedServices({ basic: [{ IncludeManagementEvents: false }], advanced: [] }).length > 5);
  });

  it('has the objects of the store by the selectors of docs/operate/audit.md', () => {
    const recorded = {
      FieldSelectors: [...objects, under('settings/', 'baselines/', 'schemas/', 'preprocessors/')],
    };
    const deletions = { Field: 'eventName', Equals: ['DeleteObject', 'DeleteObjects'] };
    const deleted = { FieldSelectors: [...objects, deletions, under('')] };
    assert.equal(recordsStore({ basic: [], advanced: [management, recorded, deleted] }, bucket), true);
    assert.equal(recordsStore({ basic: [], advanced: [management, recorded] }, bucket), false);
    assert.equal(recordsStore({ basic: [], advanced: [management, deleted] }, bucket), false);
    assert.equal(recordsStore({ basic: [], advanced: [recorded, deleted] }, `${bucket}-of-another`), false);
  });

  it('has the objects of all buckets by the short forms of basic selectors', () => {
    const data = (...Values: string[]) => ({
      basic: [{ DataResources: [{ Type: 'AWS::S3::Object', Values }] }],
      advanced: [],
    });
    assert.equal(recordsStore(data('arn:aws:s3'), bucket), true);
    assert.equal(recordsStore(data('arn:aws:s3:::'), bucket), true);
    assert.equal(recordsStore(data(`${bucket}/`), bucket), true);
    assert.equal(recordsStore(data('arn:aws:s3:::other/'), bucket), false);
  });
});
