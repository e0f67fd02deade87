import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Fields,
  fromAws,
  plain,
  sameValue,
  toAws,
  unsupportedFields,
} from '../../../../rehearsal/provider/table/fields';

const rule: Fields = {
  id: { aws: 'ID' },
  status: plain,
  filter: { fields: { prefix: { default: '' } } },
  transitions: { fields: { days: plain, storageClass: plain } },
};
const exact = { noNullPrototype: true } as const;
const ruleValue = fc.record(
  {
    id: fc.string(),
    status: fc.constantFrom('Enabled', 'Disabled'),
    filter: fc.record({ prefix: fc.string() }, exact),
    transitions: fc.array(fc.record({ days: fc.nat(), storageClass: fc.string() }, exact), { minLength: 1 }),
  },
  { noNullPrototype: true, requiredKeys: [] },
);

describe('fields', () => {
  it("convert a value to AWS's names", () => {
    const value = { id: 'r', filter: { prefix: 'a/' }, transitions: [{ days: 30, storageClass: 'GLACIER_IR' }] };
    assert.deepEqual(toAws(rule, value), {
      ID: 'r',
      Filter: { Prefix: 'a/' },
      Transitions: [{ Days: 30, StorageClass: 'GLACIER_IR' }],
    });
  });

  it('convert back to the same value', () => {
    fc.assert(fc.property(ruleValue, (value) => assert.deepEqual(fromAws(rule, toAws(rule, value)), value)));
  });

  it('list unsupported names with their path and the supported ones', () => {
    const value = { id: 'r', filter: { tag: 1 }, transitions: [{ days: 1 }, { date: '2027-01-01' }], color: 'red' };
    assert.deepEqual(unsupportedFields(rule, value), [
      { path: 'filter.tag', supported: ['prefix'] },
      { path: 'transitions[1].date', supported: ['days', 'storageClass'] },
      { path: 'color', supported: ['filter', 'id', 'status', 'transitions'] },
    ]);
  });

  it('do not treat properties of every object as fields', () => {
    assert.deepEqual(unsupportedFields({ id: plain }, { toString: 'x' }), [{ path: 'toString', supported: ['id'] }]);
  });

  it('compare documents by meaning', () => {
    const document = { same: 'json' } as const;
    assert.ok(sameValue(document, '{"a": 1, "b": [1, 2]}', '{"b":[1,2],"a":1}'));
    assert.ok(sameValue(document, { b: 1 }, '{"b":1}'));
    assert.ok(!sameValue(document, '{"b":[1,2]}', '{"b":[2,1]}'));
    assert.ok(!sameValue(document, '{"Condition":{}}', '{}'), 'an empty part of a document is a part of it');
  });

  it('take what is left out for the default', () => {
    assert.ok(sameValue({ default: false }, undefined, false));
    assert.ok(!sameValue({ default: false }, undefined, true));
    assert.ok(sameValue({ fields: rule }, [{ id: 'r', filter: { prefix: '' } }], [{ id: 'r' }]));
    assert.ok(sameValue(plain, undefined, {}));
  });

  it('compare a set without its order, and a list with it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2 }), (items) => {
        const turned = [...items].reverse();
        assert.ok(sameValue({ same: 'set' }, items, turned));
        assert.ok(!sameValue(plain, items, turned));
      }),
    );
  });
});
