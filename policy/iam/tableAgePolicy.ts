import type { StackValidationPolicy } from '@pulumi/policy';
import { actionTableDate } from './actions/actionFacts';
import { managedPolicyTableDate } from './principals/managedPolicies';

const oldAfterDays = 180;
const dayMs = 86_400_000;

/** Tables that the IAM rules read. */
const tables = [
  { of: 'AWS actions', date: actionTableDate, lack: 'IAM rules do not know newer actions' },
  { of: 'AWS managed policies', date: managedPolicyTableDate, lack: 'IAM rules do not know later changes' },
] as const;

/** Reports, as advice, tables that are so old that AWS may have added or changed much since. */
export function tableAgePolicy(now: () => Date): StackValidationPolicy {
  return {
    name: 'iam-action-table-age',
    displayName: 'Tables of AWS actions and policies are up to date',
    description: `The tables of AWS actions and managed policies are at most ${oldAfterDays} days old.`,
    enforcementLevel: 'advisory',
    severity: 'low',
    remediationSteps: 'Update the policy pack.',
    validateStack: (_, report) => {
      for (const { of, date, lack } of tables) {
        const days = Math.floor((now().getTime() - Date.parse(date())) / dayMs);
        if (days <= oldAfterDays) continue;
        report(`The table of ${of} is ${days} days old (${date()}): ${lack}. Update the policy pack.`);
      }
    },
  };
}
