import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionFacts } from '../../../../policy/iam/actions/actionFacts';
import { expandAction } from '../../../../policy/iam/actions/actionPattern';
import { resourceFits } from '../../../../policy/iam/resources/resourceFits';
import { isStarInPractice } from '../../../../policy/iam/resources/unlimitedResource';
import { isNoWider } from '../../../../policy/iam/suggest/isNoWider';
import { narrowerStatement } from '../../../../policy/iam/suggest/narrowerStatement';
import { Analysis } from '../../../../policy/pack/memoize';
import { asList, type PlainObject, textsOf } from '../../../../policy/pack/propertyValue';
import { globsMeet } from '../../../../policy/pack/text/glob';

/** AWS's managed policies, by name: those of the labels in bench/accuracy. */
const { policies } = JSON.parse(
  readFileSync(join(__dirname, '../../../../policy/iam/principals/managedPolicyTable.json'), 'utf8'),
) as { readonly policies: Readonly<Record<string, readonly [string, string, readonly PlainObject[]]>> };

function statementsOf(suggestion: PlainObject): readonly PlainObject[] {
  return (suggestion['Statement'] as readonly PlainObject[] | undefined) ?? [suggestion];
}

/** Pairs of an action and a resource pattern of a statement that apply to each other. */
function applicablePairs(statement: PlainObject): [ActionFacts, string][] {
  return textsOf(statement['Action'])
    .flatMap((pattern) => expandAction(pattern))
    .flatMap((facts) =>
      textsOf(statement['Resource'])
        .filter((resource) => resourceFits(resource, facts) && (!isStarOnly(facts) || resource === '*'))
        .map((resource): [ActionFacts, string] => [facts, resource]),
    );
}

const isStarOnly = (facts: ActionFacts) => facts.resources.length === 0 || isStarInPractice(facts);

/** What a suggestion takes from a statement or adds to it, by action. */
function faultsOf(statement: PlainObject, suggested: readonly PlainObject[]): string[] {
  const pairs = suggested.flatMap(applicablePairs);
  const lost = applicablePairs(statement).flatMap(([facts, resource]) => {
    const types = isStarOnly(facts)
      ? ['*']
      : facts.resources.filter((arn) => resourceFits(resource, { resources: [arn] }));
    const kept = pairs.filter(([action]) => action === facts).map(([, pattern]) => pattern.replace(/<[^>]*>/g, '*'));
    return types
      .map((arn) => arn.replace(/\$\{[^}]*\}/g, '*'))
      .filter((arn) => !kept.some((pattern) => globsMeet(pattern, arn) && globsMeet(pattern, resource)))
      .map((arn) => `${facts.name} no longer applies to ${arn}`);
  });
  const useless = suggested.flatMap((part) =>
    textsOf(part['Action'])
      .flatMap((pattern) => expandAction(pattern))
      .filter((facts) => !pairs.some(([action]) => action === facts))
      .map(({ name }) => `${name} applies to none of ${textsOf(part['Resource']).join()}`),
  );
  const wider = suggested.filter((part) => !isNoWider(part, statement)).map((part) => `wider: ${JSON.stringify(part)}`);
  return [...lost, ...useless, ...wider];
}

describe('suggestions for AWS managed policies', () => {
  it('allow nothing more than the statement, and keep each of its actions applying to what it applies to', function () {
    this.timeout(120_000);
    let suggestions = 0;
    new Analysis().run(() => {
      for (const [name, [, , statements]] of Object.entries(policies)) {
        for (const statement of statements.flatMap((item) => asList(item)) as PlainObject[]) {
          const suggestion = statement['Effect'] === 'Allow' ? narrowerStatement(statement) : undefined;
          if (!suggestion) continue;
          suggestions++;
          assert.deepEqual(faultsOf(statement, statementsOf(suggestion)), [], `${name}: ${JSON.stringify(statement)}`);
        }
      }
    });
    assert.ok(suggestions > 500, String(suggestions));
  });
});
