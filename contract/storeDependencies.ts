import { settingsPrefix } from './auditSettings';
import type { Dependency } from './dependency';
import { storePrefixes } from './storeLayout';

const s3 = { source: 's3.amazonaws.com', named: ['bucketName'] } as const;
const objectWrites = ['PutObject', 'PostObject', 'CopyObject', 'CompleteMultipartUpload'] as const;
/** Calls that delete objects. The record of `DeleteObjects` names the bucket only, so a trail must select it by bucket. */
export const objectDeletions = ['DeleteObject', 'DeleteObjects'] as const;
const noObjectPermissions = 'objects have no policy, and ACLs are off';
const bucketPermissions = 'in the bucket policy';

/** What the monitoring depends on in S3. Names of events are from "Amazon S3 CloudTrail events" of the S3 User Guide. */
export const storeDependencies = {
  'aws:s3/bucket:Bucket': {
    ...s3,
    part: 'store and evidence',
    deletes: { 'bucket weakened': ['DeleteBucket'] },
    disables: 'its settings are resources of their own',
    permissions: { 'permissions changed': ['PutBucketAcl'] },
  },
  'aws:s3/bucketVersioning:BucketVersioning': {
    ...s3,
    part: 'store and evidence',
    deletes: 'versioning can only be suspended',
    disables: { 'bucket weakened': ['PutBucketVersioning'] },
    permissions: bucketPermissions,
  },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': {
    ...s3,
    part: 'store and evidence',
    deletes: { 'bucket weakened': ['DeleteBucketEncryption'] },
    disables: { 'bucket weakened': ['PutBucketEncryption'] },
    permissions: bucketPermissions,
  },
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': {
    ...s3,
    part: 'store and evidence',
    deletes: { 'bucket weakened': ['DeleteBucketPublicAccessBlock', 'DeleteAccountPublicAccessBlock'] },
    disables: { 'bucket weakened': ['PutBucketPublicAccessBlock', 'PutAccountPublicAccessBlock'] },
    permissions: bucketPermissions,
  },
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls': {
    ...s3,
    part: 'store and evidence',
    deletes: { 'bucket weakened': ['DeleteBucketOwnershipControls'] },
    disables: { 'bucket weakened': ['PutBucketOwnershipControls'] },
    permissions: bucketPermissions,
  },
  'aws:s3/bucketPolicy:BucketPolicy': {
    ...s3,
    part: 'store and evidence',
    deletes: { 'permissions changed': ['DeleteBucketPolicy'] },
    disables: 'a policy has no switch',
    permissions: { 'permissions changed': ['PutBucketPolicy'] },
  },
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': {
    ...s3,
    part: 'store and evidence',
    deletes: { 'bucket weakened': ['DeleteBucketLifecycle'] },
    disables: { 'bucket weakened': ['PutBucketLifecycle', 'PutBucketLifecycleConfiguration'] },
    permissions: bucketPermissions,
  },
  'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration': {
    ...s3,
    part: 'evidence',
    deletes: 'Object Lock cannot be removed from a bucket',
    disables: { 'evidence weakened': ['PutBucketObjectLockConfiguration', 'PutObjectLockConfiguration'] },
    permissions: bucketPermissions,
  },
  'aws:s3/bucketNotification:BucketNotification': {
    ...s3,
    part: 'events of the store',
    deletes: { 'event path changed': ['PutBucketNotification'] },
    disables: { 'event path changed': ['PutBucketNotification', 'PutBucketNotificationConfiguration'] },
    permissions: bucketPermissions,
  },
  // The record of a deletion of many objects names none of them, and counts for the first of these rows.
  'captures in the store': {
    ...s3,
    part: 'runs',
    keyPrefix: storePrefixes.captures,
    deletes: { 'data deleted': objectDeletions },
    disables: 'endpoints write captures all day; each write would cost a data event',
    permissions: noObjectPermissions,
  },
  'reports in the store': {
    ...s3,
    part: 'metrics and incidents',
    keyPrefix: storePrefixes.reports,
    deletes: { 'data deleted': objectDeletions },
    disables: 'the monitors write reports all day; each write would cost a data event',
    permissions: noObjectPermissions,
  },
  'incidents in the store': {
    ...s3,
    part: 'incidents',
    keyPrefix: storePrefixes.incidents,
    deletes: { 'data deleted': objectDeletions },
    disables: 'people write their notes into incidents',
    permissions: noObjectPermissions,
  },
  'results of self-checks in the store': {
    ...s3,
    part: 'messages of the self-check',
    keyPrefix: storePrefixes.checks,
    deletes: { 'data deleted': objectDeletions },
    disables: 'the audit function writes one every hour, and the alarm on checks does not depend on it',
    permissions: noObjectPermissions,
  },
  'aws:s3/bucketObject:BucketObject': {
    ...s3,
    part: 'settings of the functions',
    keyPrefix: settingsPrefix,
    deletes: { 'settings modified': objectDeletions },
    disables: { 'settings modified': objectWrites },
    permissions: noObjectPermissions,
  },
  'baselines in the store': {
    ...s3,
    part: 'runs and judgement',
    keyPrefix: storePrefixes.baselines,
    deletes: { 'baseline modified': objectDeletions },
    disables: { 'baseline modified': objectWrites },
    permissions: noObjectPermissions,
  },
  'registered schemas in the store': {
    ...s3,
    part: 'derivation of baselines',
    keyPrefix: storePrefixes.schemas,
    deletes: { 'schema modified': objectDeletions },
    disables: { 'schema modified': objectWrites },
    permissions: noObjectPermissions,
  },
  'record preprocessors in the store': {
    ...s3,
    part: 'runs of Model Monitor',
    keyPrefix: storePrefixes.preprocessors,
    deletes: { 'settings modified': objectDeletions },
    disables: { 'settings modified': objectWrites },
    permissions: noObjectPermissions,
  },
} as const satisfies Record<string, Dependency>;
