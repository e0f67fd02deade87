import type { StackValidationPolicy } from '@pulumi/policy';
import { actionTableDate } from './actionFacts';

const oldAfterDays = 180;
const dayMs = 86_400_000;

/** Says, as advice, when the action table is so old that the IAM rules may not know what AWS has added since. */
export function tableAgePolicy(now: () => Date): StackValidationPolicy {
  return {
    name: 'iam-action-table-age',
    displayName: 'Action table is fresh',
    description: `The table of AWS's actions is at most ${oldAfterDays} days old.`,
    enforcementLevel: 'advisory',
    severity: 'low',
    remediationSteps: 'Take a newer version of the pack.',
    validateStack: (_, report) => {
      const days = Math.floor((now().getTime() - Date.parse(actionTableDate())) / dayMs);
      if (days <= oldAfterDays) return;
      report(
        `The table of AWS's actions is of ${actionTableDate()}, ${days} days old: IAM rules don't know newer actions; ` +
          'take a newer version of the pack.',
      );
    },
  };
}
