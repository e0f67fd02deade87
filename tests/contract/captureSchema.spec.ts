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
    for (const name of ['a\nb', '\0', 'a\u2028', '\ud800']) {
      assert.deepEqual(problems({ input: [{ name, type: 'String' }] }), [
        `input.0.name: invalid column name ${JSON.stringify(name)}: control characters are not allowed; choose another name and give this one as capturedAs`,
      ]);
    }
    assert.deepEqual(problems({ input: [{ name: '__proto__', type: 'String' }] }), [
      "input.0.name: invalid column name '__proto__': it is reserved; choose another name and give this one as capturedAs",
    ]);
    assert.deepEqual(problems({ input: [{ name: '', type: 'String' }] }), [
      'input.0.name: must not be empty; choose a name and give the one in the captures as capturedAs',
    ]);
    assert.deepEqual(problems({ input: [{ name: 'a', type: 'Text' }] }), [
      'input.0.type: must be one of Integral, Fractional, String, Category',
    ]);
    assert.deepEqual(problems({ input: [{ name: 'score', type: 'String' }] }), [
      "duplicate column name 'score'; rename one",
    ]);
    assert.deepEqual(problems({ input: [] }), ['input: must have at least one entry']);
  });

  it('has columns of any name: blanks, dots, slashes, quotes, digits first, letters of any alphabet', () => {
    const names = [
      "Int'l Plan",
      'Flow Byts/s',
      ' Fwd Seg. ',
      '2nd "Q"',
      'größe',
      '年齢',
      'سن',
      '😀',
      'constructor',
      ':',
    ];
    const { schema: parsed, problems } = parse({ input: names.map((name) => ({ name, type: 'Integral' })) });
    assert.deepEqual([parsed?.input.map(({ name }) => name), problems], [names, []]);
  });

  it('is for the request alone if it has no column of the response', () => {
    assert.deepEqual(parse({ output: [] }).schema?.output, []);
  });

  it('has the settings of its columns and of its captures', () => {
    const full = {
      version: 'v1',
      output: [{ name: 'score', type: 'Fractional' }],
      input: [
        { name: 'zip', type: 'Category', capturedAs: '' },
        { name: 'lat', type: 'Fractional', path: 'position.lat' },
        { name: 'note', type: 'String', mayBeEmpty: true },
        { name: 'trace', type: 'String', ignored: true },
      ],
      captures: { input: { contentType: 'text/csv; charset=utf-8', header: true, rows: 'instances[]' }, exclude: 'a' },
    };
    assert.deepEqual(parse(full).schema, full);
  });

  it('names settings that are invalid or contradict each other', () => {
    const column = { name: 'a', type: 'String' };
    assert.deepEqual(problems({ input: [{ ...column, path: '' }], captures: { input: { contentType: 'csv' } } }), [
      'input.0.path: must be a JMESPath expression, not empty',
      "captures.input.contentType: invalid content type 'csv': expected a media type, such as text/csv",
    ]);
    assert.deepEqual(problems({ input: [{ ...column, path: 'b', capturedAs: 'c' }] }), [
      'input.0.path: conflicts with capturedAs, which is a place too; remove one',
    ]);
    assert.deepEqual(problems({ input: [column, { ...column, name: 'b', capturedAs: 'a' }] }), [
      "input: columns 'a' and 'b' are captured under the same key 'a'; change the capturedAs of one",
    ]);
    assert.deepEqual(problems({ input: [{ ...column, capturedAs: 'score' }] }), [], 'another side');
    assert.deepEqual(problems({ output: [], input: [{ ...column, ignored: true }] }), [
      'every column is ignored; remove ignored from at least one',
    ]);
  });

  it('has a fingerprint of all settings, in which a switch that is off does not count', () => {
    const of = (settings: object, captures?: object) =>
      schemaFingerprint({
        output: [],
        input: [{ name: 'a', type: 'String', ...settings }],
        ...(captures && { captures }),
      });
    const different = [
      of({}),
      of({ capturedAs: 'b' }),
      of({ path: 'b' }),
      of({ ignored: true }),
      of({ mayBeEmpty: true }),
      of({}, { input: { header: false } }),
      of({}, { output: { header: false } }),
      of({}, { input: { rows: 'x' } }),
      of({}, { exclude: 'x' }),
    ];
    assert.equal(new Set(different).size, different.length);
    assert.equal(of({ ignored: false, mayBeEmpty: false }, { input: {} }), of({}));
    assert.equal(of({ path: 'p', mayBeEmpty: true }), of({ mayBeEmpty: true, path: 'p' }));
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
