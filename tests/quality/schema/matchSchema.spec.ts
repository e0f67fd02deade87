import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'yaml';
import {
  type CaptureSchema,
  type Column,
  parseCaptureSchema,
  schemaFingerprint,
} from '../../../contract/captureSchema';
import { readCapturedShape } from '../../../quality/schema/captureShape';
import { matchSchema } from '../../../quality/schema/matchSchema';
import { captureSource } from '../../../quality/source/captureSource';

const column = (name: string, type: Column['type']): Column => ({ name, type });
const v1: CaptureSchema = {
  version: 'v1',
  output: [column('score', 'Fractional')],
  input: [
    column('age', 'Integral'),
    column('plan', 'String'),
    column('temp', 'Fractional'),
    column('wind', 'Fractional'),
  ],
};

const side = (data: unknown) =>
  typeof data === 'string'
    ? { observedContentType: 'text/csv', data, encoding: 'CSV' }
    : { observedContentType: 'application/json', data: JSON.stringify(data), encoding: 'JSON' };
const record = (output: unknown, input: unknown) =>
  JSON.stringify({ captureData: { endpointOutput: side(output), endpointInput: side(input) } });
const captured = (...lines: string[]) => readCapturedShape([captureSource('a.jsonl', lines.join('\n'))]);

async function verdict(output: unknown, input: unknown, schemas: readonly CaptureSchema[] = [v1]) {
  const { shape } = await captured(record(output, input));
  assert.ok(shape);
  return matchSchema(shape, schemas);
}

async function changes(output: unknown, input: unknown): Promise<string[]> {
  return (
    (await verdict(output, input)).unknown?.changes.map(
      ({ kind, certainty, text }) => `${kind} (${certainty}): ${text}`,
    ) ?? []
  );
}

describe('readCapturedShape', () => {
  it('returns the shape of most rows and counts other and rejected rows', async () => {
    const shape = await captured(
      record('0.5', '1,a,2.5,3.5'),
      record('0.5', '2,b,2.5,3.5'),
      record('0.5', '1'),
      'nonsense',
    );
    assert.deepEqual([shape.rows, shape.otherRows, shape.rejects.length], [2, 1, 1]);
    assert.deepEqual(shape.shape, {
      output: [{ type: 'Fractional' }],
      input: [{ type: 'Integral' }, { type: 'String' }, { type: 'Fractional' }, { type: 'Fractional' }],
    });
  });

  it('takes names only from JSON objects of the same types', async () => {
    const csv = record('0.5', '1,a');
    const named = await captured(csv, csv, record('0.5', { age: 4, plan: 'b' }));
    assert.deepEqual([named.shape?.input.map(({ name }) => name), named.namedRows], [['age', 'plan'], 1]);
    const other = await captured(csv, csv, record('0.5', { plan: 'b', age: 4 }));
    assert.deepEqual([other.shape?.input, other.otherRows], [[{ type: 'Integral' }, { type: 'String' }], 1]);
  });

  it('reads a flat list of predictions as a column', async () => {
    assert.deepEqual((await captured(record([0.5, 0.25], '1,a\n2,b'))).shape?.output, [{ type: 'Fractional' }]);
  });

  it('distinguishes a thousand layouts and counts the rows of others', async () => {
    const strange = Array.from({ length: 1500 }, (_, i) => record('0.5', { [`k${i}`]: 1 }));
    const shape = await captured(...strange, record('0.5', { k7: 2 }), record('0.5', { k1400: 2 }));
    assert.deepEqual([shape.shape?.input, shape.rows, shape.otherRows], [[{ name: 'k7', type: 'Integral' }], 2, 1500]);
  });

  it('joins the keys of objects that have some in common, in the order of the objects', async () => {
    const { shape, rows, otherRows } = await captured(
      record({ y: 0.5 }, { age: 1, plan: 'a' }),
      record({ y: 0.5 }, { age: 1, wage: 2.5, plan: 'a' }),
      record({ y: 0.5 }, { wage: 1.5, age: 2 }),
      record({ error: 'timeout' }, { age: 3, plan: 'a' }),
    );
    assert.deepEqual([rows, otherRows], [3, 1]);
    assert.deepEqual(
      shape?.input.map(({ name }) => name),
      ['age', 'wage', 'plan'],
    );
  });

  it('reads a list of objects key by key', async () => {
    const predictions = [{ y: 0.5 }, { y: 1.5 }, { y: 2.5 }];
    const { shape, rows } = await captured(record(predictions, [{ age: 1 }, { plan: 'a', age: 2 }, { plan: 'b' }]));
    assert.equal(rows, 3);
    assert.deepEqual(shape?.input, [
      { name: 'age', type: 'Integral', optional: { present: 2, missing: 1 } },
      { name: 'plan', type: 'String', optional: { present: 2, missing: 1 } },
    ]);
  });

  it('counts an empty answer as a missing value', async () => {
    const { shape, rows, rejectCount } = await captured(record('', '1,a'), record('0.5', '1,b'));
    assert.deepEqual([shape?.output, rows, rejectCount], [[{ type: 'Fractional' }], 2, 0]);
  });

  it('is undefined if no row can be read', async () => {
    assert.deepEqual((await captured('')).shape, undefined);
  });
});

describe('matchSchema', () => {
  it('matches captures with a version, also with missing values', async () => {
    assert.deepEqual(await verdict('0.5', '1,a,2.5,3.5'), { versions: ['v1'] });
    assert.deepEqual(await verdict('0.5', '1,,2.5,3.5'), { versions: ['v1'] });
  });

  it('lists all versions that differ only in names, newest first', async () => {
    const input = v1.input.map((column, i) => ({ ...column, name: `f${i}` }));
    assert.deepEqual((await verdict('0.5', '1,a,2.5,3.5', [v1, { ...v1, version: 'v10', input }])).versions, [
      'v10',
      'v1',
    ]);
  });

  const unnamed: Record<string, [string, string[]]> = {
    'a column more': [
      '1,a,b,2.5,3.5',
      ['added (likely): input: 5 column(s) where there were 4; by the types, column 3 (String) is new.'],
    ],
    'a column less that cannot be told from its neighbor': [
      '1,a,2.5',
      ['removed (likely): input: 3 column(s) where there were 4; by the types, one of temp, wind was removed.'],
    ],
    'a column less of a type of its own': [
      '1,2.5,3.5',
      ["removed (likely): input: 3 column(s) where there were 4; by the types, 'plan' was removed."],
    ],
    'columns of other types, moved': [
      'a,1,2.5,3.5',
      [
        'reordered (likely): input: the types of plan, age are in another order, so these columns were moved, or all of them retyped.',
      ],
    ],
    'another type': ['1,a,2,3.5', ["retyped (certain): input: 'temp' was Fractional and is Integral."]],
  };
  for (const [what, [input, expected]] of Object.entries(unnamed)) {
    it(`distinguishes certain from likely changes of rows without names: ${what}`, async () => {
      assert.deepEqual(await changes('0.5', input), expected);
    });
  }

  it('is certain about rows with names', async () => {
    assert.deepEqual(await changes('0.5', { plan: 'a', age: '1', temp: 2.5, rain: 1 }), [
      "added (certain): input: 'rain' is new.",
      "removed (certain): input: 'wind' was removed.",
      'reordered (certain): input: the order is now plan, age, temp.',
    ]);
    assert.deepEqual(await changes('0.5', { age: 'x', plan: 'a', temp: 2.5, wind: 3.5 }), [
      "retyped (certain): input: 'age' was Integral and is String.",
    ]);
  });

  it('proposes the next version, based on the nearest one, as a valid file', async () => {
    const far: CaptureSchema = { version: 'v7', output: v1.output, input: [column('z', 'String')] };
    const { unknown } = await verdict('0.5', '1,a,b,2.5,3.5', [far, v1]);
    assert.equal(unknown?.nearest, 'v1');
    assert.equal(
      unknown?.proposedYaml,
      [
        'version: v8',
        'output:',
        '  - { name: score, type: Fractional }',
        'input:',
        '  - { name: age, type: Integral } # check the name: guessed from the types',
        '  - { name: plan, type: String } # check the name: guessed from the types',
        '  - { name: input_3, type: String } # new column: name it',
        '  - { name: temp, type: Fractional } # check the name: guessed from the types',
        '  - { name: wind, type: Fractional } # check the name: guessed from the types',
        '',
      ].join('\n'),
    );
  });

  it('notes optional columns of a proposal, and matches captures without them', async () => {
    const { shape } = await captured(record({ y: 0.5 }, { age: 1, wage: 2 }), record({ y: 0.5 }, { wage: 1 }));
    const { unknown } = matchSchema(shape ?? { output: [], input: [] }, []);
    assert.match(unknown?.proposedYaml ?? '', /name: age, type: Integral \} # optional: no value in 1 of 2 rows\n/);
    assert.ok(unknown);
    assert.deepEqual(matchSchema(shape ?? { output: [], input: [] }, [unknown.proposed]).versions, ['v1']);
  });

  it('proposes v1 with the names in the captures if there is no version', async () => {
    const { unknown } = await verdict({ x: 0.5 }, { 'a b': 1, 'a\nb': 'y', '1st': 2, x: 3 }, []);
    assert.deepEqual([unknown?.nearest, unknown?.changes], [undefined, []]);
    assert.deepEqual(unknown?.proposed, {
      version: 'v1',
      output: [column('x', 'Fractional')],
      input: [
        column('a b', 'Integral'),
        { ...column('a_b', 'String'), capturedAs: 'a\nb' },
        column('1st', 'Integral'),
        { ...column('x_2', 'Integral'), capturedAs: 'x' },
      ],
    });
  });

  it('matches columns by the name under which they are captured, and keeps their settings in a proposal', async () => {
    const settings = { ...column('zip code', 'Category'), capturedAs: 'zip', mayBeEmpty: true };
    const known: CaptureSchema = { version: 'v1', output: [column('y', 'Fractional')], input: [settings] };
    assert.deepEqual((await verdict({ y: 0.5 }, { zip: 10115 }, [known])).versions, ['v1']);
    const { unknown } = await verdict({ y: 0.5 }, { zip: 10115, age: 1 }, [known]);
    assert.deepEqual(
      unknown?.changes.map(({ text }) => text),
      ["input: 'age' is new."],
    );
    assert.deepEqual(unknown?.proposed.input, [settings, column('age', 'Integral')]);
  });

  it('quotes a name that YAML would not read as text', async () => {
    const { unknown } = await verdict('0.5', { true: 1, Null: 'x' }, []);
    assert.deepEqual(parseCaptureSchema(parse(unknown?.proposedYaml ?? '')).schema, unknown?.proposed);
  });

  it('proposes a valid schema that matches the captures, for any captures', async () => {
    const value = fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.constant(2.5));
    const row = fc.oneof(
      fc.dictionary(fc.string({ unit: 'binary' }), value, { minKeys: 1, maxKeys: 6, noNullPrototype: true }),
      fc.array(value, { minLength: 1, maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(row, row, async (output, input) => {
        const { shape } = await captured(record(output, input));
        fc.pre(shape !== undefined && shape.output.length > 0 && shape.input.length > 0);
        if (!shape) return;
        const { unknown } = matchSchema(shape, [v1]);
        if (!unknown) return;
        const { schema, problems } = parseCaptureSchema(parse(unknown.proposedYaml));
        assert.deepEqual(problems, []);
        assert.deepEqual(schema, unknown.proposed);
        const unnamed = ({ output, input }: typeof shape) => ({
          output: output.map(({ type }) => ({ type })),
          input: input.map(({ type }) => ({ type })),
        });
        assert.deepEqual(matchSchema(unnamed(shape), [unknown.proposed]).versions, ['v2']);
      }),
      { numRuns: 60 },
    );
  });
});

describe('schemaFingerprint', () => {
  const fingerprint = schemaFingerprint(v1);

  it('depends on names, order and types, not on the version', () => {
    assert.match(fingerprint, /^[0-9a-f]{64}$/);
    assert.equal(schemaFingerprint({ ...v1, version: 'v9' } as CaptureSchema), fingerprint);
    const [age, plan, ...rest] = v1.input;
    assert.ok(age && plan);
    const others: CaptureSchema[] = [
      { ...v1, input: [plan, age, ...rest] },
      { ...v1, input: [{ ...age, name: 'years' }, plan, ...rest] },
      { ...v1, input: [{ ...age, type: 'String' }, plan, ...rest] },
      { ...v1, output: [...v1.output, age], input: [plan, ...rest] },
    ];
    const all = new Set([fingerprint, ...others.map(schemaFingerprint)]);
    assert.equal(all.size, 5);
  });
});
