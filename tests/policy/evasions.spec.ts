import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleList } from '../../policy/ruleList';
import { runPack, type StackResource } from './policyStack';

/** Stacks that other checkers do not report, one file per blind spot. */
interface Evasions {
  readonly blindSpot: string;
  readonly cases: readonly {
    readonly case: string;
    readonly resources: readonly StackResource[];
    /** `[rule, resource]` of findings that must be there. */
    readonly finds: readonly (readonly [string, string])[];
    /** Rules that must find nothing. */
    readonly passes?: readonly string[];
  }[];
}

const folder = join(__dirname, 'evasions');

describe('evasions', () => {
  for (const file of readdirSync(folder)) {
    const { blindSpot, cases } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Evasions;
    describe(blindSpot, () => {
      for (const { case: title, resources, finds, passes = [] } of cases) {
        it(title, async () => {
          const findings = await runPack(ruleList, resources);
          const reported = ruleList.flatMap(({ id }) =>
            (findings[id] ?? []).map(([resource]) => `${id} on ${resource}`),
          );
          const missed = finds
            .map(([rule, resource]) => `${rule} on ${resource}`)
            .filter((expected) => !reported.includes(expected));
          assert.deepEqual(missed, [], `found only ${reported.join(', ')}`);
          assert.deepEqual(
            passes.flatMap((rule) => findings[rule] ?? []),
            [],
          );
        });
      }
    });
  }
});
