import assert from 'node:assert/strict';
import type { StackValidationArgs } from '@pulumi/policy';
import { actionTableDate } from '../../../policy/iam/actionFacts';
import { tableAgePolicy } from '../../../policy/iam/tableAgePolicy';

async function warningsAfter(days: number): Promise<string[]> {
  const warnings: string[] = [];
  const now = new Date(Date.parse(actionTableDate()) + days * 86_400_000);
  const { validateStack } = tableAgePolicy(() => now);
  await validateStack({ resources: [] } as unknown as StackValidationArgs, (message) => void warnings.push(message));
  return warnings;
}

describe('iam-action-table-age', () => {
  it('is silent for 180 days, then says how old the table is', async () => {
    assert.deepEqual(await warningsAfter(180), []);
    assert.deepEqual(await warningsAfter(181), [
      `The table of AWS's actions is of ${actionTableDate()}, 181 days old: IAM rules don't know newer actions; take a ` +
        'newer version of the pack.',
    ]);
  });

  it('is advice', () => {
    assert.equal(tableAgePolicy(() => new Date()).enforcementLevel, 'advisory');
  });
});
