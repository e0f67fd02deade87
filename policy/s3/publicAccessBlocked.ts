import { notYetKnown } from '../pack/plain';
import { comingFrom } from '../pack/resource';
import type { HygieneCheck } from './hygieneCheck';

const settings = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'] as const;

export const publicAccessBlocked: HygieneCheck = {
  types: ['aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock'],
  lack: 'does not block all public access',
  remedy: `add an aws.s3.BucketPublicAccessBlock for it with ${settings.join(', ')} true`,
  inspect: (companion) => {
    const off = settings.filter((key) => companion.property(key) !== true && companion.property(key) !== notYetKnown);
    if (off.length > 0) return { is: 'unmet', why: `'${companion.name}' leaves out ${off.join(', ')}` };
    const unknown = settings.find((key) => companion.property(key) === notYetKnown);
    if (unknown === undefined) return { is: 'met' };
    return {
      is: 'unknown',
      why: `${unknown} of '${companion.name}' is set during the update${comingFrom(companion, unknown)}`,
    };
  },
};
