import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TableProvider } from '../../../rehearsal/provider/provider';
import { resourceTokens, resourceTypeOf } from '../../../rehearsal/provider/resourceTypes';
import type { AnyResourceType } from '../../../rehearsal/provider/table/resourceType';
import { computed, document, local, replaces, updates } from '../../../rehearsal/provider/table/resourceType';
import { type Bag, unknownValue, wrapSecret } from '../../../rehearsal/provider/table/wire';

const token = 'aws:test/thing:Thing';
const urnOf = (type: string, name = 'mine') => `urn:pulumi:dev::project::parent:index:Parent$${type}::${name}`;
const urn = urnOf(token);

/** A row of a service that keeps its resources in memory. */
function memoryRow(things = new Map<string, Bag>()): AnyResourceType {
  return {
    token,
    properties: {
      name: replaces(),
      size: updates({ default: 1 }),
      place: replaces(),
      policy: document(),
      key: computed(),
      forceDestroy: local(false),
      rules: updates({ fields: { id: {} } }),
    },
    required: ['place'],
    autoName: { property: 'name', maxLength: 20, pattern: /^[a-z0-9-]+$/, allowed: 'lower-case letters and dashes' },
    missing: ['Gone'],
    create: async (inputs) => {
      things.set(inputs['name'] as string, { size: 1, key: 'chosen', ...inputs, forceDestroy: undefined });
      return inputs['name'] as string;
    },
    read: async (id) => {
      const thing = things.get(id);
      if (!thing) throw Object.assign(new Error('no such thing'), { name: 'Gone' });
      return { ...thing, arn: `arn:${id}` };
    },
    update: async (id, news) => things.set(id, { size: 1, key: 'chosen', ...news }),
    delete: async (id) => {
      if (!things.delete(id)) throw Object.assign(new Error('no such thing'), { name: 'Gone' });
    },
  };
}

const providerOf = (row = memoryRow()) => new TableProvider('1.0.0', () => row);
const reasons = async (news: Bag) =>
  ((await providerOf().check(urn, {}, news)).failures ?? []).map(({ property, reason }) => [property, reason]);

describe('check', () => {
  it('names a resource after its logical name, and keeps the name', async () => {
    const { inputs } = await providerOf().check(urn, {}, { place: 'here' });
    assert.match(inputs.name, /^mine-[0-9a-f]{7}$/);
    const again = await providerOf().check(urn, inputs, { place: 'there' });
    assert.equal(again.inputs.name, inputs.name);
  });

  it('makes a new name when an explicit one is removed', async () => {
    const { inputs } = await providerOf().check(urn, { name: 'fixed' }, { place: 'here' });
    assert.match(inputs.name, /^mine-/);
  });

  it('refuses unsupported properties, and names the supported ones', async () => {
    assert.deepEqual(await reasons({ name: 'n', place: 'here', color: 'red', rules: [{ id: 'a', x: 1 }] }), [
      [
        'color',
        `${token}: the rehearsal's provider does not support 'color'; supported here: forceDestroy, key, name, place, policy, rules, size`,
      ],
      ['rules[0].x', `${token}: the rehearsal's provider does not support 'rules[0].x'; supported here: id`],
    ]);
  });

  it('requires properties, and accepts unknown values for them', async () => {
    assert.deepEqual(await reasons({ name: 'n' }), [['place', `${token}: 'place' is required`]]);
    assert.deepEqual(await reasons({ name: unknownValue, place: unknownValue }), []);
  });

  it('refuses a name that AWS would refuse', async () => {
    const [[property, reason] = []] = await reasons({ name: 'a'.repeat(21), place: 'here' });
    assert.equal(property, 'name');
    assert.match(reason ?? '', /has 21 characters; the maximum is 20$/);
  });

  it('formats a known document as text, and keeps it secret', async () => {
    const policy = { Statement: [{ Resource: 'arn' }] };
    const checked = async (value: unknown) =>
      (await providerOf().check(urn, {}, { place: 'here', policy: value })).inputs.policy as unknown;
    assert.equal(await checked(policy), '{"Statement":[{"Resource":"arn"}]}');
    assert.deepEqual(await checked({ a: wrapSecret('b') }), wrapSecret('{"a":"b"}'));
    const unknown = { Statement: [{ Resource: unknownValue }] };
    assert.deepEqual(await checked(unknown), unknown);
  });
});

describe('diff', () => {
  const olds = { name: 'fixed', place: 'here', size: 2, key: 'chosen', policy: '{"a":1,"b":2}', arn: 'arn:fixed' };
  const diff = (news: Bag, before: Bag = olds) => providerOf().diff('fixed', urn, before, news);

  it('finds no change between equivalent values', async () => {
    const news = { name: 'fixed', place: wrapSecret('here'), size: 2, policy: '{"b": 2, "a": 1}', forceDestroy: false };
    assert.deepEqual(await diff(news), { changes: false, replaces: [], deleteBeforeReplace: false });
  });

  it('updates what AWS can change, also when a value is removed', async () => {
    const { name, place, policy } = olds;
    assert.deepEqual(await diff({ name, place, policy }), { changes: true, replaces: [], deleteBeforeReplace: false });
  });

  it('replaces what AWS cannot change, and deletes first if the name is fixed', async () => {
    const { arn: _, ...same } = olds;
    const moved = { ...same, place: 'there' };
    assert.deepEqual(await diff(moved), { changes: true, replaces: ['place'], deleteBeforeReplace: true });
    const named = { ...moved, name: 'mine-0123abc' };
    assert.deepEqual(await diff(named, { ...olds, name: 'mine-0123abc' }), {
      changes: true,
      replaces: ['place'],
      deleteBeforeReplace: false,
    });
  });

  it('treats an unknown value as a change', async () => {
    const { arn: _, ...same } = olds;
    assert.deepEqual((await diff({ ...same, place: unknownValue })).replaces, ['place']);
  });
});

describe('create, read, update and delete', () => {
  const bag = fc.record(
    {
      place: fc.string({ minLength: 1 }),
      size: fc.integer(),
      policy: fc.json(),
      rules: fc.array(fc.record({ id: fc.string() })),
      forceDestroy: fc.boolean(),
    },
    { requiredKeys: ['place'], noNullPrototype: true },
  );

  it('lead to a state that neither a refresh nor another deployment changes', async () => {
    await fc.assert(
      fc.asyncProperty(bag, bag, async (first, second) => {
        const provider = providerOf();
        const { inputs } = await provider.check(urn, {}, first);
        const { id, outs } = await provider.create(urn, inputs);
        assert.equal((await provider.diff(id, urn, outs, inputs)).changes, false);
        const read = await provider.read(id, urn, outs);
        assert.deepEqual(read.props, outs);
        assert.equal((await provider.diff(id, urn, read.props, read.inputs)).changes, false);
        const news = { ...second, name: inputs.name };
        const updated = await provider.update(id, urn, outs, news);
        assert.equal((await provider.diff(id, urn, updated.outs, news)).changes, false);
      }),
    );
  });

  it('keep a secret input secret in the state', async () => {
    const { outs } = await providerOf().create(urn, { name: 'n', place: wrapSecret('here') });
    assert.deepEqual(outs.place, wrapSecret('here'));
    assert.equal(outs.arn, 'arn:n');
  });

  it('report a missing resource, and do not fail to delete it', async () => {
    const provider = providerOf();
    assert.equal((await provider.read('nothing', urn, {})).id, '');
    await provider.delete('nothing', urn, {});
  });

  it("report AWS's error with the type and the name", async () => {
    const row = memoryRow();
    const refuse = () => Promise.reject(Object.assign(new Error('you may not'), { name: 'AccessDenied' }));
    await assert.rejects(providerOf({ ...row, create: refuse }).create(urn, { name: 'n' }), {
      message: `cannot create ${token} 'mine': you may not (AccessDenied)`,
    });
  });
});

describe('the table of resource types', () => {
  it('has every supported type, and names them for any other', () => {
    for (const known of resourceTokens()) assert.equal(resourceTypeOf(known).token, known);
    assert.throws(() => resourceTypeOf('aws:ec2/instance:Instance'), {
      message: `the rehearsal's aws provider does not support type 'aws:ec2/instance:Instance'; supported: ${resourceTokens().join(', ')}`,
    });
  });

  it('requires, names and identifies only supported properties', () => {
    for (const known of resourceTokens()) {
      const { properties, required = [], identity = [], autoName } = resourceTypeOf(known);
      const named = [...required, ...identity, ...(autoName ? [autoName.property] : [])];
      assert.deepEqual(
        named.filter((name) => !(name in properties)),
        [],
        known,
      );
    }
  });
});
