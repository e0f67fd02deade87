import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { policyStatements } from '../../policy/iam/documents/policyStatements';
import { managedPolicyStatements } from '../../policy/iam/principals/heldStatements';
import { managedPolicyDocument, managedPolicyTableDate } from '../../policy/iam/principals/managedPolicies';
import { asList, type PropertyValue } from '../../policy/pack/propertyValue';

/** Prints ARN, day of the last change and document of every policy that moto carries. */
const program = `
import json
from moto.iam.aws_managed_policies import aws_managed_policies_data
policies = json.loads(aws_managed_policies_data).items()
print(json.dumps([["arn:aws:iam::aws:policy" + p["Path"] + name, p["UpdateDate"][:10], p["Document"]] for name, p in policies]))
`;

type MotoPolicy = readonly [arn: string, day: string, document: Readonly<Record<string, PropertyValue>>];

describe("the pack's table of AWS's managed policies", function () {
  this.timeout(120_000);
  let policies: readonly MotoPolicy[];

  before(() => {
    const { status, stdout, stderr } = spawnSync(process.env['REHEARSAL_PYTHON'] ?? 'python3', ['-c', program], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    assert.equal(status, 0, stderr);
    policies = JSON.parse(stdout) as MotoPolicy[];
  });

  it("means what moto's documents mean, each under its ARN", () => {
    assert.ok(policies.length > 1_000, String(policies.length));
    for (const [arn, , document] of policies) {
      const known = managedPolicyDocument(arn);
      assert.deepEqual(known, { ...document, Statement: asList(document['Statement']) }, arn);
    }
  });

  it('is as old as the newest of them', () => {
    assert.equal(
      managedPolicyTableDate(),
      policies
        .map(([, day]) => day)
        .toSorted()
        .at(-1),
    );
  });

  it('holds nothing that the pack refuses to read', () => {
    for (const [arn, , document] of policies) {
      const read = policyStatements(document);
      assert.ok(!('broken' in read), `${arn} ${'broken' in read ? read.broken : ''}`);
      assert.equal(managedPolicyStatements(arn)?.length, read.statements.length, arn);
    }
  });
});
