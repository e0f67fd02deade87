import { asList, isPlainObject, notYetKnown } from '../pack/plain';
import { comingFrom } from '../pack/resource';
import type { HygieneCheck } from './hygieneCheck';

export const ownerEnforced: HygieneCheck = {
  types: ['aws:s3/bucketOwnershipControls:BucketOwnershipControls'],
  lack: 'may have objects that others own',
  remedy: "add an aws.s3.BucketOwnershipControls for it with rule.objectOwnership 'BucketOwnerEnforced'",
  inspect: (companion) => {
    const [rule] = asList(companion.property('rule'));
    const ownership = isPlainObject(rule) ? rule['objectOwnership'] : rule;
    if (ownership === 'BucketOwnerEnforced') return { is: 'met' };
    if (ownership === notYetKnown) {
      return {
        is: 'unknown',
        why: `the rule of '${companion.name}' is set during the update${comingFrom(companion, 'rule')}`,
      };
    }
    return {
      is: 'unmet',
      why: `the ownership of '${companion.name}' is ${typeof ownership === 'string' ? `'${ownership}'` : 'missing'}`,
    };
  },
};
