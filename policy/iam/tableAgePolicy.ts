import type { StackValidationPolicy } from '@pulumi/policy';
import { actionTableDate } from './actions/actionFacts';
import { managedPolicyTableDate } from './principals/managedPolicies';

const oldAfterDays = 180;
const dayMs = 86_400_000;

/** What the IAM rules know of AWS from a table. */
const tables = [
  { of: "AWS's actions", date: actionTableDate, lack: "IAM rules don't know newer actions" },
  { of: "AWS's managed policies", date: managedPolicyTableDate, lack: "IAM rules don't know what AWS changed since" },
] as const;

/** Says, as advice, when a table is so old that the IAM rules may not know what AWS has added since. */
export function tableAgePolicy(now: () => Date): StackValidationPolicy {
  return {
    name: 'iam-action-table-age',
    displayName: "Tables of AWS's actions and policies are fresh",
    description: `The tables of AWS's actions and managed policies are at most ${oldAfterDays} days old.`,
    enforcementLevel: 'advisory',
    severity: 'low',
    remediationSteps: 'Take a newer version of the pack.',
    validateStack: (_, report) => {
      for (const { of, date, lack } of tables) {
        const days = Math.floor((now().getTime() - Date.parse(date())) / dayMs);
        if (days <= oldAfterDays) continue;
        report(`The table of ${of} is of ${date()}, ${days} days old: ${lack}; take a newer version of the pack.`);
      }
    },
  };
}
