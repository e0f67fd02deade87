import { type Field, plain } from '../table/fields';

const tag: Field = { fields: { key: plain, value: plain } };

/** Rules of a bucket's lifecycle. */
export const lifecycleRules: Field = {
  aws: 'Rules',
  fields: {
    id: { aws: 'ID' },
    status: plain,
    filter: {
      fields: {
        prefix: { default: '' },
        objectSizeGreaterThan: plain,
        objectSizeLessThan: plain,
        tag,
      },
    },
    expiration: {
      fields: { days: plain, date: plain, expiredObjectDeleteMarker: { default: false } },
    },
    transitions: { fields: { days: plain, date: plain, storageClass: plain } },
    noncurrentVersionExpiration: { fields: { noncurrentDays: plain } },
    noncurrentVersionTransitions: { fields: { noncurrentDays: plain, storageClass: plain } },
    abortIncompleteMultipartUpload: { fields: { daysAfterInitiation: plain } },
  },
};

/** Rules of a bucket's default encryption. */
export const encryptionRules: Field = {
  aws: 'Rules',
  fields: {
    applyServerSideEncryptionByDefault: {
      fields: { sseAlgorithm: { aws: 'SSEAlgorithm' }, kmsMasterKeyId: { aws: 'KMSMasterKeyID' } },
    },
    bucketKeyEnabled: { default: false },
  },
};
