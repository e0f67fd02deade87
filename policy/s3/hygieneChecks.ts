import { asList, isPlainObject, notYetKnown, type PropertyValue } from '../pack/propertyValue';
import { comingFrom, isFutureOutput, type Resource } from '../pack/resource';

/** What one resource says of a property that a bucket must have; `why` is a clause. */
export type HygieneAnswer =
  | { readonly is: 'met' }
  | { readonly is: 'unmet'; readonly why?: string }
  | { readonly is: 'unknown'; readonly why: string };

/** One thing that every bucket must have, and the types of the resources that give it. */
export interface HygieneCheck {
  readonly types: readonly string[];
  /** What a bucket without it does, `has no ...`; follows the bucket's name. */
  readonly lack: string;
  readonly remedy: string;
  /** Asked of each resource of the types that belongs to the bucket; one that meets it is enough. */
  readonly inspect: (companion: Resource, bucket: Resource) => HygieneAnswer;
  /** Asked of the bucket itself when it has no such resource: the form of older programs. */
  readonly inline?: (bucket: Resource) => HygieneAnswer;
}

/** What a public access block sets; all four are needed. */
export const publicAccessSettings = [
  'blockPublicAcls',
  'blockPublicPolicy',
  'ignorePublicAcls',
  'restrictPublicBuckets',
] as const;

export const publicAccessBlockType = 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock';

/** That a bucket has a block; whether the block is whole is judged by s3-public-access-block. */
export const publicAccessBlocked: HygieneCheck = {
  types: [publicAccessBlockType],
  lack: 'has no public access block',
  remedy: `add an aws.s3.BucketPublicAccessBlock with ${publicAccessSettings.join(', ')} true`,
  inspect: () => ({ is: 'met' }),
};

export const ownerEnforced: HygieneCheck = {
  types: ['aws:s3/bucketOwnershipControls:BucketOwnershipControls'],
  lack: 'allows ACLs',
  remedy: "add an aws.s3.BucketOwnershipControls with rule.objectOwnership 'BucketOwnerEnforced'",
  inspect: (companion) => {
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
      // What the program didn't set is the provider's answer, with S3's own key.
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
  if (key === notYetKnown) return madeByStack(holder, property) ? { is: 'met' } : unknown;
  if (typeof key === 'string' && key !== '' && !/(^|:)alias\/aws\//.test(key)) return { is: 'met' };
  return { is: 'unmet', why: `'${holder.name}' uses an AWS managed key` };
}

/** A key that the stack makes is a customer's, whatever its id will be. */
function madeByStack(holder: Resource, property: string): boolean {
  return (holder.sources(property) ?? []).some(({ type }) => type.startsWith('aws:kms/'));
}
