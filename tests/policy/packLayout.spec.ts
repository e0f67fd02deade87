import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { packPolicies } from '../../policy/pack/policies/packPolicies';
import type { Rule } from '../../policy/pack/rule';
import { ruleList } from '../../policy/ruleList';

const policy = resolve(__dirname, '../../policy');
const requireFrom = createRequire(__filename);

/** Every file of `rules/`, and the rule that it exports under its own name. */
const rules = readdirSync(join(policy, 'rules')).map((file) => {
  const name = file.replace(/\.ts$/, '');
  const exported = requireFrom(join(policy, 'rules', file)) as Readonly<Record<string, Rule | undefined>>;
  return { name, rule: exported[name] };
});

/** Policies on the pack's findings, not on a resource. */
const own = ['advice', 'undetermined', 'exceptions-in-force', 'exceptions-valid'];

describe('the policy pack', () => {
  it('has one rule per file, named after its ID', () => {
    for (const { name, rule } of rules) {
      assert.equal(
        rule?.id,
        name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      );
    }
  });

  it('lists every rule in ruleList.ts and in the README', () => {
    const readme = readFileSync(join(policy, 'README.md'), 'utf8');
    for (const { name, rule } of rules) {
      assert.ok(rule && ruleList.includes(rule), `ruleList.ts lacks ${name}`);
      assert.ok(readme.includes(`| \`${rule?.id}\` `), `README.md lacks ${name}`);
    }
  });

  it('returns a policy with its metadata for each rule, and four of its own', () => {
    const made = packPolicies(rules.flatMap(({ rule }) => rule ?? []));
    assert.deepEqual(
      made.map(({ name }) => name),
      [...rules.map(({ rule }) => rule?.id), ...own],
    );
    for (const { name, severity, remediationSteps, description, framework } of made) {
      assert.ok(severity && remediationSteps && description, name);
      assert.ok(own.includes(name) || framework?.reference, name);
    }
  });
});
