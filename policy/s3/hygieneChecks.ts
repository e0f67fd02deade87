import { asList, isPlainObject, notYetKnown, type PropertyValue } from '../pack/propertyValue';
import { comingFrom, isFutureOutput, type Resource } from '../pack/resource';

/** Result of a check on one resource; `why` is a clause. */
export type HygieneAnswer =
  | { readonly is: 'met' }
  | { readonly is: 'unmet'; readonly why?: string }
  | { readonly is: 'unknown'; readonly why: string };

/** A requirement on buckets, and the types of the resources that satisfy it. */
export interface HygieneCheck {
  readonly types: readonly string[];
  /** What a bucket without it does or lacks; follows the name of the bucket. */
  readonly lack: string;
  readonly remedy: string;
  /** Checks a companion of the bucket; one that meets the requirement is enough. */
  readonly inspect: (companion: Resource, bucket: Resource) => HygieneAnswer;
  /** Checks the bucket itself if it has no such companion, for older programs. */
  readonly inline?: (bucket: Resource) => HygieneAnswer;
}

/** Settings of a public access block; all four are required. */
export const publicAccessSettings = [
  'blockPublicAcls',
  'blockPublicPolicy',
  'ignorePublicAcls',
  'restrictPublicBuckets',
] as const;

export const publicAccessBlockType = 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock';

/** Requires a block; s3-public-access-block judges its settings. */
export const publicAccessBlocked: HygieneCheck = {
  types: [publicAccessBlockType],
  lack: 'has no public access block',
  remedy: `add an aws.s3.BucketPublicAccessBlock with ${publicAccessSettings.join(', ')} true`,
  inspect: () => ({ is: 'met' }),
};

const aclTypes: readonly string[] = ['aws:s3/bucketAcl:BucketAcl', 'aws:s3/bucketAclV2:BucketAclV2'];

/** Buckets made since April 2023 have no ACLs unless they ask for them ("Controlling ownership of objects" of the S3 User Guide). */
export const ownerEnforced: HygieneCheck = {
  types: ['aws:s3/bucketOwnershipControls:BucketOwnershipControls', ...aclTypes],
  lack: 'allows ACLs',
  remedy: "add an aws.s3.BucketOwnershipControls with rule.objectOwnership 'BucketOwnerEnforced'",
  inline: (bucket) => judgeAcl(bucket, isFutureOutput(bucket, 'acl') ? undefined : bucket.property('acl')),
  inspect: (companion) => {
    if (aclTypes.includes(companion.type)) {
      const grants = companion.property('accessControlPolicy');
      return judgeAcl(companion, grants === undefined || grants === null ? companion.property('acl') : 'grants');
    }
    const [rule] = asList(companion.property('rule'));
    const ownership = isPlainObject(rule) ? rule['objectOwnership'] : rule;
    if (ownership === 'BucketOwnerEnforced') return { is: 'met' };
    if (ownership === notYetKnown) {
      return {
        is: 'unknown',
        why: `the rule of '${companion.name}' is known only during the update${comingFrom(companion, 'rule')}`,
      };
    }
    return {
      is: 'unmet',
      why: `the ownership of '${companion.name}' is ${typeof ownership === 'string' ? `'${ownership}'` : 'missing'}`,
    };
  },
};

function judgeAcl(holder: Resource, acl: PropertyValue | undefined): HygieneAnswer {
  if (acl === notYetKnown) {
    return {
      is: 'unknown',
      why: `the ACL of '${holder.name}' is known only during the update${comingFrom(holder, 'acl')}`,
    };
  }
  if (typeof acl !== 'string' || acl === '' || acl === 'private') return { is: 'met' };
  return { is: 'unmet', why: `'${holder.name}' sets ${acl === 'grants' ? 'grants' : `the ACL '${acl}'`}` };
}

export const customerKey: HygieneCheck = {
  types: [
    'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
    'aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2',
  ],
  lack: 'is not encrypted with a customer managed key',
  remedy: "add an aws.s3.BucketServerSideEncryptionConfiguration with sseAlgorithm 'aws:kms' and kmsMasterKeyId",
  inspect: (companion) => judgeRules(companion, 'rules', companion.property('rules')),
  inline: (bucket) => {
    for (const key of ['serverSideEncryptionConfiguration', 'serverSideEncryptionConfigurations']) {
      // If the program sets nothing, the provider returns S3's own key.
      if (bucket.property(key) === undefined || isFutureOutput(bucket, key)) continue;
      const value = bucket.property(key);
      const rules = asList(value).flatMap((block): readonly PropertyValue[] =>
        isPlainObject(block) ? asList(block['rule'] ?? block['rules']) : [block],
      );
      return judgeRules(bucket, key, rules);
    }
    return { is: 'unmet' };
  },
};

function judgeRules(holder: Resource, property: string, rules: PropertyValue | undefined): HygieneAnswer {
  const unknown = {
    is: 'unknown',
    why: `the encryption of '${holder.name}' is known only during the update${comingFrom(holder, property)}`,
  } as const;
  const defaults = asList(rules).flatMap((rule): readonly PropertyValue[] => {
    if (!isPlainObject(rule)) return [rule];
    const byDefault = rule['applyServerSideEncryptionByDefault'] ?? rule['applyServerSideEncryptionByDefaults'];
    return asList(byDefault);
  });
  const [byDefault] = defaults;
  if (byDefault === notYetKnown) return unknown;
  if (!isPlainObject(byDefault)) return { is: 'unmet', why: `'${holder.name}' sets no encryption` };
  const { sseAlgorithm: algorithm, kmsMasterKeyId: key } = byDefault;
  if (algorithm === notYetKnown) return unknown;
  if (algorithm !== 'aws:kms' && algorithm !== 'aws:kms:dsse') {
    return {
      is: 'unmet',
      why: `'${holder.name}' has the algorithm ${typeof algorithm === 'string' ? `'${algorithm}'` : 'unset'}`,
    };
  }
  if (key === notYetKnown) return isKeyOfStack(holder, property) ? { is: 'met' } : unknown;
  if (typeof key === 'string' && key !== '' && !/(^|:)alias\/aws\//.test(key)) return { is: 'met' };
  return { is: 'unmet', why: `'${holder.name}' uses an AWS managed key` };
}

/** A key of the stack is customer managed, whatever its ID. */
function isKeyOfStack(holder: Resource, property: string): boolean {
  return (holder.sources(property) ?? []).some(({ type }) => type.startsWith('aws:kms/'));
}
