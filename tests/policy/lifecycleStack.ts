import { type StackResource, unknown } from './policyStack';

export const bucket: StackResource = { type: 'aws:s3/bucket:Bucket', name: 'store', props: { bucket: 'store-1a2b' } };
export const hygiene = {
  id: 'hygiene',
  status: 'Enabled',
  filter: {},
  expiration: { expiredObjectDeleteMarker: true },
  noncurrentVersionExpiration: { noncurrentDays: 90 },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
};
export const captures = {
  id: 'captures',
  status: 'Enabled',
  filter: { prefix: 'captures/' },
  expiration: { days: 30 },
};

export function lifecycle(rules: unknown, name = 'store'): StackResource {
  return {
    type: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
    name: `${name}-lifecycle`,
    props: { bucket: unknown, rules },
    from: { bucket: [name], rules: [] },
  };
}

export const clean = { violations: [], undetermined: [] };
