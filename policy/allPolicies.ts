import type { ResourceValidationPolicy, StackValidationPolicy } from '@pulumi/policy';
import { tableAgePolicy } from './iam/tableAgePolicy';
import { type PackContext, packPolicies } from './pack/policies/packPolicies';
import { ruleList } from './ruleList';

/** Returns every policy of the pack, for one stack. */
export function allPolicies(context?: PackContext): (ResourceValidationPolicy | StackValidationPolicy)[] {
  return [...packPolicies(ruleList, context), tableAgePolicy(() => new Date())];
}
