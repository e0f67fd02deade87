import { PolicyPack } from '@pulumi/policy';
import { tableAgePolicy } from './iam/tableAgePolicy';
import { packPolicies } from './pack/packPolicies';
import { iamKnownAction } from './rules/iamKnownAction';
import { iamNoWildcard } from './rules/iamNoWildcard';
import { s3BucketHygiene } from './rules/s3BucketHygiene';
import { s3BucketLifecycle } from './rules/s3BucketLifecycle';
import { s3BucketVersioning } from './rules/s3BucketVersioning';

// Enforcement levels and settings are changed per policy in a config file: see README.md.
new PolicyPack('model-observability', {
  displayName: 'Model observability',
  description: 'Versioned, closed buckets whose lifecycle keeps baselines, and IAM documents without wildcards.',
  provider: 'aws',
  enforcementLevel: 'mandatory',
  policies: [
    ...packPolicies([s3BucketVersioning, s3BucketLifecycle, s3BucketHygiene, iamNoWildcard, iamKnownAction]),
    tableAgePolicy(() => new Date()),
  ],
});
