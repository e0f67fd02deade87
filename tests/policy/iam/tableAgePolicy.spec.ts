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
  ["AWS's actions", actionTableDate(), "IAM rules don't know newer actions"],
  ["AWS's managed policies", managedPolicyTableDate(), "IAM rules don't know what AWS changed since"],
] as const;

describe('iam-action-table-age', () => {
  for (const [of, date, lack] of tables) {
    it(`says how old the table of ${of} is when it is older than 180 days`, async () => {
      const saidAfter = async (days: number) =>
        (await warningsAt(Date.parse(date) + days * dayMs)).filter((text) => text.startsWith(`The table of ${of} is`));
      assert.deepEqual(await saidAfter(180), []);
      assert.deepEqual(await saidAfter(181), [
        `The table of ${of} is of ${date}, 181 days old: ${lack}; take a newer version of the pack.`,
      ]);
    });
  }

  it('is advice', () => {
    assert.equal(tableAgePolicy(() => new Date()).enforcementLevel, 'advisory');
  });
});
