import assert from 'node:assert/strict';
import type { Rule } from '../../policy/pack/rule';
import type { ExampleResources } from '../../policy/pack/ruleExample';
import { ruleList } from '../../policy/ruleList';
import { runRule } from './policyStack';

async function findings(rule: Rule, resources: ExampleResources) {
  const stack = Object.entries(resources).map(([name, { type, properties }]) => ({ type, name, props: properties }));
  return (await runRule(rule, stack)).violations;
}

describe('examples of rules', () => {
  for (const rule of ruleList) {
    it(`${rule.id} reports what to avoid and passes what to prefer`, async () => {
      assert.notDeepEqual(await findings(rule, rule.example.avoid), []);
      assert.deepEqual(await findings(rule, rule.example.prefer), []);
    });
  }

  it('names a page of the source', () => {
    for (const { id, source } of ruleList) assert.equal(new URL(source).protocol, 'https:', id);
  });
});
