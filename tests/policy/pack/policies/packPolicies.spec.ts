import assert from 'node:assert/strict';
import type { StackValidationPolicy } from '@pulumi/policy';
import { environmentLevel } from '../../../../policy/pack/policies/environment';
import { packPolicies } from '../../../../policy/pack/policies/packPolicies';
import { textsOf } from '../../../../policy/pack/propertyValue';
import type { ResourceRule, StackRule } from '../../../../policy/pack/rule';
import { passes, undetermined, violates } from '../../../../policy/pack/verdict';
import { runPack, runRule } from '../../policyStack';

const facts = {
  displayName: 'Things',
  description: 'Things are right.',
  rationale: 'Wrong things break.',
  source: 'https://example.com/things',
  example: { avoid: {}, prefer: {} },
  severity: 'low',
  framework: { name: 'none', version: '1', reference: 'T.1', specification: 'Things' },
  remediationSteps: 'Fix the things.',
} as const;

const colors: ResourceRule = {
  ...facts,
  id: 'colors',
  configSchema: { properties: { allowed: { type: 'array', items: { type: 'string' }, default: ['red'] } } },
  appliesTo: (type) => type === 'a:b:Thing',
  check: (resource, settings) => {
    const color = resource.property('color');
    if (typeof color !== 'string')
      return [undetermined(resource, `its color is one of ${textsOf(settings['allowed']).join()}.`)];
    return [textsOf(settings['allowed']).includes(color) ? passes(resource) : violates(resource, `It is ${color}.`)];
  },
  remedy: (resource) => (resource.property('color') === 'blue' ? { color: 'red' } : undefined),
};

const noisy: StackRule = {
  ...facts,
  id: 'noisy',
  checkStack: (resources) =>
    resources.flatMap((resource) =>
      Array.from({ length: 12 }, (_, i) => violates(resource, `Fault ${i + 1}.`, { Effect: 'Deny' })),
    ),
};

const thing = (color?: string) => ({ type: 'a:b:Thing', name: 'thing', props: { ...(color && { color }) } });

describe('packPolicies', () => {
  it('passes a rule the defaults of its schema, overridden by config', async () => {
    assert.deepEqual((await runRule(colors, [thing('blue')])).violations, [['thing', 'It is blue.']]);
    assert.deepEqual((await runRule(colors, [thing('blue')], { allowed: ['blue'] })).violations, []);
  });

  it('evaluates undetermined verdicts with the settings of the rule', async () => {
    const { undetermined: reported } = await runRule(colors, [thing()], { allowed: ['green'] });
    assert.deepEqual(reported, [['thing', 'colors: its color is one of green.']]);
  });

  it('evaluates a rule that reads outputs again with the stack, and reports nothing twice', async () => {
    const owned: ResourceRule = {
      ...colors,
      readsOutputs: true,
      check: (resource, settings) => {
        const verdicts = colors.check(resource, settings);
        return resource.property('arn') === undefined
          ? verdicts
          : [...verdicts, violates(resource, 'It has an owner.')];
      },
    };
    const [policy] = packPolicies([owned]);
    const reported: string[] = [];
    const report = (message: string) => void reported.push(message);
    const resource = { type: 'a:b:Thing', name: 'thing', urn: 'urn', getConfig: () => ({}) };
    const withOutputs = { ...resource, props: { color: 'blue', arn: 'arn' }, propertyDependencies: {} };
    if (!policy || !('validateResource' in policy && typeof policy.validateResource === 'function')) throw new Error();
    await policy.validateResource({ ...resource, props: { color: 'blue' } } as never, report);
    assert.deepEqual(reported, ['It is blue.']);
    if (!('validateStack' in policy)) throw new Error();
    await (policy as StackValidationPolicy).validateStack({ ...resource, resources: [withOutputs] } as never, report);
    assert.deepEqual(reported, ['It is blue.', 'It has an owner.']);
    assert.ok(packPolicies([colors]).every((other) => other.name !== 'colors' || !('validateStack' in other)));
  });

  it('reports an unknown value once for several rules', async () => {
    const shades: ResourceRule = {
      ...colors,
      id: 'shades',
      check: (resource) => [undetermined(resource, 'its color is one of red.')],
    };
    const { undetermined: reported } = await runPack([colors, shades], [thing()]);
    assert.deepEqual(reported, [['thing', 'colors, shades: its color is one of red.']]);
  });

  it('tells stacks of the same resources apart, and reads one stack once for all policies', () => {
    let reads = 0;
    const colored: StackRule = {
      ...facts,
      id: 'colored',
      checkStack: (resources) => {
        reads++;
        return resources.map((resource) => violates(resource, `It is ${textsOf(resource.property('color')).join()}.`));
      },
    };
    const [policy, undeterminedPolicy] = packPolicies([colored]) as StackValidationPolicy[];
    const reported: string[] = [];
    const copyOf = (color: string) => ({
      resources: [{ type: 'a:b:Thing', name: 'thing', urn: 'urn', props: { color }, propertyDependencies: {} }],
      getConfig: () => ({}),
    });
    for (const color of ['red', 'blue']) {
      for (const stackPolicy of [policy, undeterminedPolicy]) {
        void stackPolicy?.validateStack(copyOf(color) as never, (message) => void reported.push(message));
      }
    }
    assert.deepEqual(reported, ['It is red.', 'It is blue.']);
    assert.equal(reads, 2);
  });

  it('reports ten findings of a resource in full, counts the rest, and shows suggestions', async () => {
    const { noisy: reported = [] } = await runPack([noisy], [thing()]);
    assert.equal(reported.length, 11);
    assert.deepEqual(reported[0], ['thing', 'Fault 1. Suggested instead: {"Effect":"Deny"}']);
    assert.deepEqual(reported.at(-1), ['thing', '2 more findings of this rule on this resource.']);
  });

  it('remediates through the rule, and only what the rule changes', async () => {
    const [policy] = packPolicies([colors]);
    const remediate = policy && 'remediateResource' in policy ? policy.remediateResource : undefined;
    const ask = (props: Record<string, unknown>, type = 'a:b:Thing') =>
      remediate?.({ type, name: 'thing', urn: 'urn', props, getConfig: () => ({}) } as never);
    assert.deepEqual(ask({ color: 'blue', size: 1 }), { color: 'red', size: 1 });
    assert.equal(ask({ color: 'red' }), undefined);
    assert.equal(ask({ color: 'blue' }, 'a:b:Other'), undefined);
  });
});

describe('environmentLevel', () => {
  it('is advisory in dev and mandatory everywhere else', () => {
    assert.deepEqual(
      ['dev', 'dev-anna', 'acme/monitoring/dev', 'prod', 'prod-eu', 'local', 'developer', '', undefined].map(
        environmentLevel,
      ),
      ['advisory', 'advisory', 'advisory', ...Array.from({ length: 6 }, () => 'mandatory')],
    );
  });
});
