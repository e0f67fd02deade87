import assert from 'node:assert/strict';
import fc from 'fast-check';
import { memberSpan, withoutMembers } from '../../../quality/json/memberSpan';

describe('memberSpan', () => {
  const valueAt = (json: string, ...path: string[]) => {
    const span = memberSpan(json, path);
    return span && json.slice(span.start, span.end);
  };

  it('finds a value as it is written, whatever stands around it', () => {
    const json = ' {"a" : {"b\\u0063": [1, {"x": "}"}], "t": "\\\\\\"," , "n":39.0},"z":null} ';
    assert.equal(valueAt(json, 'a', 'bc'), '[1, {"x": "}"}]');
    assert.equal(valueAt(json, 'a', 't'), '"\\\\\\","');
    assert.equal(valueAt(json, 'a', 'n'), '39.0');
    assert.equal(valueAt(json, 'z'), 'null');
  });

  it('takes the last member of a name, and none that is missing or no member', () => {
    assert.equal(valueAt('{"a":1,"a":{"b":2}}', 'a', 'b'), '2');
    assert.equal(valueAt('{"a":{"b":2},"a":1}', 'a', 'b'), undefined);
    assert.equal(valueAt('[{"a":1}]', 'a'), undefined);
    assert.equal(valueAt('{}', 'a'), undefined);
  });

  it('finds what JSON.parse finds', () => {
    const key = fc.constantFrom('a', 'b', '"', '\\', '{');
    const value = fc.dictionary(key, fc.oneof(fc.jsonValue(), fc.dictionary(key, fc.jsonValue())));
    fc.assert(
      fc.property(value, key, key, fc.constantFrom(undefined, 1, '\t'), (object, first, second, indent) => {
        const json = JSON.stringify(object, null, indent);
        const found = valueAt(json, first, second);
        const inner = (JSON.parse(json) as Record<string, unknown>)[first];
        const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
        const expected =
          isObject && Object.hasOwn(inner, second) ? (inner as Record<string, unknown>)[second] : undefined;
        assert.deepEqual(found === undefined ? undefined : JSON.parse(found), expected);
      }),
    );
  });
});

describe('withoutMembers', () => {
  it('takes members off and leaves the others as they are written', () => {
    const json = ' { "output" : [39.0, 1e400],"Id":"a,}", "n":{"Id":1}, "Id":2 } ';
    assert.equal(withoutMembers(json, ['Id', 'Time']), '{"output" : [39.0, 1e400],"n":{"Id":1}}');
    assert.equal(withoutMembers(json, ['Time']), json);
    assert.equal(withoutMembers('[{"Id":1}]', ['Id']), '[{"Id":1}]');
    assert.equal(withoutMembers('{"Id":1}', ['Id']), '{}');
  });
});
