import assert from 'node:assert/strict';
import {
  columnsOf,
  nextVersion,
  parseCaptureSchema,
  schemaFingerprint,
  versionNumber,
} from '../../contract/captureSchema';
import { formatProblem } from '../../contract/problem';

const schema = {
  version: 'v1',
  output: [{ name: 'score', type: 'Fractional' }],
  input: [{ name: 'age', type: 'Integral' }],
} as const;

describe('a capture schema', () => {
  const parse = (changes: object) => parseCaptureSchema({ ...schema, ...changes });
  const problems = (changes: object) => parse(changes).problems.map(formatProblem);

  it('has the columns of the output before those of the input', () => {
    const { schema: parsed, problems } = parse({});
    assert.deepEqual([parsed, problems], [schema, []]);
    assert.deepEqual(parsed && columnsOf(parsed).map(({ name }) => name), ['score', 'age']);
  });

  it('is refused for an invalid version, column name or duplicate name', () => {
    for (const version of ['v0', 'v01', '1', 'v1 ', 'xv1']) {
      assert.deepEqual(problems({ version }), [`version: invalid schema version '${version}': expected v1, v2, ...`]);
    }
    for (const name of ['1a', 'a b', 'a-b', '', 'a!']) {
      assert.deepEqual(problems({ input: [{ name, type: 'String' }] }), [
        `input.0.name: invalid column name '${name}': use letters, digits and _, not beginning with a digit`,
      ]);
    }
    assert.deepEqual(problems({ input: [{ name: '_a9', type: 'String' }] }), []);
    assert.deepEqual(problems({ input: [{ name: 'score', type: 'String' }] }), [
      "duplicate column name 'score'; rename one",
    ]);
    assert.deepEqual(problems({ input: [] }), ['input: must have at least one entry']);
  });

  it('has a fingerprint of names, order and types', () => {
    const fingerprint = schemaFingerprint({ output: [...schema.output], input: [...schema.input] });
    assert.equal(fingerprint, '1eb31e4b368024894730c3f7a9850ad49333cc0c284fcdea5deb800ade8239ff');
    const swapped = schemaFingerprint({ output: [...schema.input], input: [...schema.output] });
    const retyped = schemaFingerprint({ output: [{ name: 'score', type: 'String' }], input: [...schema.input] });
    assert.equal(new Set([fingerprint, swapped, retyped]).size, 3);
  });

  it('has a number, and a next version', () => {
    assert.equal(versionNumber('v12'), 12);
    assert.equal(nextVersion([]), 'v1');
    assert.equal(nextVersion(['v2', 'v10', 'v9']), 'v11');
  });
});
