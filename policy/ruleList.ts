import type { Rule } from './pack/rule';
import { iamKnownAction } from './rules/iamKnownAction';
import { iamNoWildcard } from './rules/iamNoWildcard';
import { s3BucketHygiene } from './rules/s3BucketHygiene';
import { s3BucketLifecycle } from './rules/s3BucketLifecycle';
import { s3BucketVersioning } from './rules/s3BucketVersioning';

/** The pack's rules, in the order in which the engine asks them. */
export const ruleList: readonly Rule[] = [
  s3BucketVersioning,
  s3BucketLifecycle,
  s3BucketHygiene,
  iamNoWildcard,
  iamKnownAction,
];
