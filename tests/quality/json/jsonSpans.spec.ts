import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  findEscapedScalars,
  findMember,
  findScalars,
  findStrings,
  removeMembers,
} from '../../../quality/json/jsonSpans';

describe('findMember', () => {
  const valueAt = (json: string, ...path: string[]) => {
    const span = findMember(json, path);
    return span && json.slice(span.start, span.end);
  };

  it('finds a value with its text as written', () => {
    const json = ' {"a" : {"b\\u0063": [1, {"x": "}"}], "t": "\\\\\\"," , "n":39.0},"z":null} ';
    assert.equal(valueAt(json, 'a', 'bc'), '[1, {"x": "}"}]');
    assert.equal(valueAt(json, 'a', 't'), '"\\\\\\","');
    assert.equal(valueAt(json, 'a', 'n'), '39.0');
    assert.equal(valueAt(json, 'z'), 'null');
  });

  it('finds the last member of a name, and nothing if it is missing or not in an object', () => {
    assert.equal(valueAt('{"a":1,"a":{"b":2}}', 'a', 'b'), '2');
    assert.equal(valueAt('{"a":{"b":2},"a":1}', 'a', 'b'), undefined);
    assert.equal(valueAt('[{"a":1}]', 'a'), undefined);
    assert.equal(valueAt('{}', 'a'), undefined);
  });

  it('agrees with JSON.parse', () => {
    const key = fc.constantFrom('a', 'b', '"', '\\', '{');
    const value = fc.dictionary(key, fc.oneof(fc.jsonValue(), fc.dictionary(key, fc.jsonValue())));
    fc.assert(
      fc.property(value, key, key, fc.constantFrom(undefined, 1, '\t'), (object, first, second, indent) => {
        const json = JSON.stringify(object, null, indent);
        const text = valueAt(json, first, second);
        const inner = (JSON.parse(json) as Record<string, unknown>)[first];
        const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
        const expected =
          isObject && Object.hasOwn(inner, second) ? (inner as Record<string, unknown>)[second] : undefined;
        assert.deepEqual(text === undefined ? undefined : JSON.parse(text), expected);
      }),
    );
  });
});

describe('removeMembers', () => {
  it('removes members and keeps the text of the others', () => {
    const json = ' { "output" : [39.0, 1e400],"Id":"a,}", "n":{"Id":1}, "Id":2 } ';
    assert.equal(removeMembers(json, ['Id', 'Time']), '{"output" : [39.0, 1e400],"n":{"Id":1}}');
    assert.equal(removeMembers(json, ['Time']), json);
    assert.equal(removeMembers('[{"Id":1}]', ['Id']), '[{"Id":1}]');
    assert.equal(removeMembers('{"Id":1}', ['Id']), '{}');
  });
});

describe('findStrings', () => {
  const texts = (json: string) => findStrings(json)?.map(({ path, start, end }) => [path, json.slice(start, end)]);

  it('finds string values with the keys that lead to them', () => {
    assert.deepEqual(texts('{ "a" : [ "x,}", {"b":"\\"y"} ], "c":1.50, "d" : "" }'), [
      ['.a.', 'x,}'],
      ['.a..b', '\\"y'],
      ['.d', ''],
    ]);
  });

  it('finds nothing when a path does not identify a value', () => {
    for (const json of ['{"a":"x","a":1}', '{"a.b":"x"}', '{"\\u0061":"x"}']) assert.equal(texts(json), undefined);
  });
});

describe('findScalars', () => {
  const json = ' {"a" : [1.50, -2e-3,"x"], "b": {"c":null,"d" : true} } ';

  it('finds scalars, but not keys', () => {
    const scalars = findScalars(json);
    const texts = scalars?.spans.map(({ start, end }) => json.slice(start, end));
    assert.deepEqual(texts, ['1.50', '-2e-3', '"x"', 'null', 'true']);
    assert.equal(scalars?.withNumbers, ' {"a" : [0, 1,2], "b": {"c":3,"d" : 4} } ');
  });

  it('finds scalars in a JSON string by their places in it', () => {
    const escaped = JSON.stringify(json).slice(1, -1);
    const texts = findEscapedScalars(escaped)?.spans.map(({ start, end }) => escaped.slice(start, end));
    assert.deepEqual(texts, ['1.50', '-2e-3', '\\"x\\"', 'null', 'true']);
    assert.equal(findEscapedScalars('[\\u0031]'), undefined);
  });

  it('needs JSON of a moderate size, however deep it nests', () => {
    assert.equal(findScalars('[1,]'), undefined);
    assert.equal(findScalars(`[${'1,'.repeat(10_000)}1]`), undefined);
    assert.equal(findScalars(`["${'x'.repeat(1 << 20)}"]`), undefined);
    assert.equal(findScalars('['.repeat(100_000) + ']'.repeat(100_000))?.spans.length, 0);
  });
});
