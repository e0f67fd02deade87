import assert from 'node:assert/strict';
import type { StackValidationArgs } from '@pulumi/policy';
import { actionTableDate } from '../../../policy/iam/actions/actionFacts';
import { managedPolicyTableDate } from '../../../policy/iam/principals/managedPolicies';
import { tableAgePolicy } from '../../../policy/iam/tableAgePolicy';

async function warningsAt(now: number): Promise<string[]> {
  const warnings: string[] = [];
  const { validateStack } = tableAgePolicy(() => new Date(now));
  await validateStack({ resources: [] } as unknown as StackValidationArgs, (message) => void warnings.push(message));
  return warnings;
}

const dayMs = 86_400_000;
const tables = [
  ['AWS actions', actionTableDate(), 'IAM rules do not know newer actions'],
  ['AWS managed policies', managedPolicyTableDate(), 'IAM rules do not know later changes'],
] as const;

describe('iam-action-table-age', () => {
  for (const [of, date, lack] of tables) {
    it(`reports the age of the table of ${of} when it is older than 180 days`, async () => {
      const warningsAfter = async (days: number) =>
        (await warningsAt(Date.parse(date) + days * dayMs)).filter((text) => text.startsWith(`The table of ${of} is`));
      assert.deepEqual(await warningsAfter(180), []);
      assert.deepEqual(await warningsAfter(181), [
        `The table of ${of} is 181 days old (${date}): ${lack}. Update the policy pack.`,
      ]);
    });
  }

  it('is advisory', () => {
    assert.equal(tableAgePolicy(() => new Date()).enforcementLevel, 'advisory');
  });
});
