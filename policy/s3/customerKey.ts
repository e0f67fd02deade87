import { asList, isPlainObject, notYetKnown, type Plain } from '../pack/plain';
import { comingFrom, isAnswerToCome, type Resource } from '../pack/resource';
import type { HygieneAnswer, HygieneCheck } from './hygieneCheck';

export const customerKey: HygieneCheck = {
  types: [
    'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
    'aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2',
  ],
  lack: 'is not encrypted with a key of its own account',
  remedy: "add an aws.s3.BucketServerSideEncryptionConfiguration for it with sseAlgorithm 'aws:kms' and kmsMasterKeyId",
  inspect: (companion) => judgeRules(companion, 'rules', companion.property('rules')),
  inline: (bucket) => {
    for (const key of ['serverSideEncryptionConfiguration', 'serverSideEncryptionConfigurations']) {
      // What the program didn't set is the provider's answer, with S3's own key.
      if (bucket.property(key) === undefined || isAnswerToCome(bucket, key)) continue;
      const value = bucket.property(key);
      const rules = asList(value).flatMap((block): readonly Plain[] =>
        isPlainObject(block) ? asList(block['rule'] ?? block['rules']) : [block],
      );
      return judgeRules(bucket, key, rules);
    }
    return { is: 'unmet' };
  },
};

function judgeRules(holder: Resource, property: string, rules: Plain | undefined): HygieneAnswer {
  const unknown = {
    is: 'unknown',
    why: `the encryption in '${holder.name}' is set during the update${comingFrom(holder, property)}`,
  } as const;
  const defaults = asList(rules).flatMap((rule): readonly Plain[] => {
    if (!isPlainObject(rule)) return [rule];
    const byDefault = rule['applyServerSideEncryptionByDefault'] ?? rule['applyServerSideEncryptionByDefaults'];
    return asList(byDefault);
  });
  const [byDefault] = defaults;
  if (byDefault === notYetKnown) return unknown;
  if (!isPlainObject(byDefault)) return { is: 'unmet', why: `'${holder.name}' names no encryption` };
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
  return { is: 'unmet', why: `'${holder.name}' takes the key that AWS manages` };
}

/** A key that the stack makes is a customer's, whatever its id will be. */
function madeByStack(holder: Resource, property: string): boolean {
  return (holder.sources(property) ?? []).some(({ type }) => type.startsWith('aws:kms/'));
}
