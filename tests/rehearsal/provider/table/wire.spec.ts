import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  hasSecret,
  hasUnknown,
  rewrap,
  signatureKey,
  signatures,
  unknownValue,
  unwrap,
  wrapSecret,
} from '../../../../rehearsal/provider/table/wire';

const output = (rest: object) => ({ [signatureKey]: signatures.output, ...rest });
const resource = (id: string) => ({ [signatureKey]: signatures.resource, urn: 'urn:pulumi:s::p::t::n', id });

/** Any plain value, and the same value with some parts wrapped as secrets. */
const plainAndWrapped = fc.letrec<{ value: [unknown, unknown] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.string(), fc.integer(), fc.boolean()).map((v): [unknown, unknown] => [v, v]),
    fc
      .array(tie('value'), { maxLength: 4 })
      .map((items): [unknown, unknown] => [items.map(([plain]) => plain), items.map(([, wrapped]) => wrapped)]),
    fc
      .dictionary(fc.string({ minLength: 1 }), tie('value'), { maxKeys: 4, noNullPrototype: true })
      .map((bag): [unknown, unknown] => [
        Object.fromEntries(Object.entries(bag).map(([key, [plain]]) => [key, plain])),
        Object.fromEntries(Object.entries(bag).map(([key, [, wrapped]]) => [key, wrapped])),
      ]),
    tie('value').map(([plain, wrapped]): [unknown, unknown] => [plain, wrapSecret(wrapped)]),
  ),
})).value;

describe('wire values', () => {
  it('unwraps secrets and outputs at any depth, and resources to their ids', () => {
    const wire = { a: wrapSecret({ b: [output({ value: 1, secret: true })] }), topic: resource('arn:x') };
    assert.deepEqual(unwrap(wire), { a: { b: [1] }, topic: 'arn:x' });
  });

  it('finds unknown values of every form', () => {
    for (const unknown of [
      unknownValue,
      output({}),
      output({ value: unknownValue }),
      resource(''),
      resource(unknownValue),
    ]) {
      assert.ok(hasUnknown({ deep: [wrapSecret(unknown)] }));
    }
    assert.equal(unwrap(output({})), unknownValue);
    assert.equal(unwrap(resource('')), unknownValue);
    assert.ok(!hasUnknown({ deep: [wrapSecret('known'), resource('id')] }));
  });

  it('keeps assets and archives unchanged', () => {
    const archive = { [signatureKey]: signatures.archive, hash: 'h', assets: {} };
    assert.equal(unwrap(archive), archive);
  });

  it('wraps the same parts as secret again', () => {
    fc.assert(
      fc.property(plainAndWrapped, ([plain, wrapped]) => {
        assert.deepEqual(unwrap(wrapped), plain);
        assert.deepEqual(rewrap(plain, wrapped), wrapped);
      }),
    );
  });

  it('wraps a whole list of another length if one of its items was secret', () => {
    const rewrapped = rewrap(['a', 'b'], ['x', wrapSecret('y'), 'z']);
    assert.deepEqual(rewrapped, wrapSecret(['a', 'b']));
    assert.ok(hasSecret(rewrapped));
    assert.deepEqual(rewrap(['a'], ['x', 'y']), ['a']);
  });
});
