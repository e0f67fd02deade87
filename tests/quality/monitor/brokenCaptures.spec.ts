import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { modelMonitorJson } from '../../../quality/modelMonitor/modelMonitorJson';
import { columnStatistics } from '../../../quality/profile/columnStatistics';
import { anyText } from '../../support/anyText';
import { captureRows } from '../../support/captureRows';
import { planOfSides } from '../../support/sidePlan';

const plan = planOfSides(['y'], ['a']);

function side(data: unknown, encoding = 'CSV') {
  return { observedContentType: encoding === 'JSON' ? 'application/json' : 'text/csv', data, encoding };
}

function lineOf(input: unknown, encoding?: string): string {
  return JSON.stringify({ captureData: { endpointOutput: side('1'), endpointInput: side(input, encoding) } });
}

/** The result of reading a file: the value of column `a` in each row, and every reject. */
async function outcome(body: Uint8Array | string) {
  const { rows, rejects } = await captureRows(body, plan);
  return {
    values: rows.map(({ values }) => values[1] ?? null),
    rejects: rejects.map(({ line, reason }) => `${line}: ${reason}`),
    lines: new Set([...rows, ...rejects].map(({ line }) => line)),
  };
}

const good = lineOf('2');

describe('broken captures', () => {
  /** A value as it stands in CSV, and what it counts as: a number, or text. */
  const spellings: Record<string, ['Integral' | 'Fractional', number] | 'String'> = {
    '1e400': 'String',
    '-1e400': 'String',
    '1e-400': ['Fractional', 0],
    '-0': ['Integral', -0],
    '-0.0': ['Fractional', -0],
    NaN: 'String',
    Infinity: 'String',
    ' 7': ['Integral', 7],
    '- 7': ['Integral', -7],
    '  7': 'String',
    '7 ': 'String',
    '\t7': 'String',
    '1e3': ['Fractional', 1000],
    '1.5E-3': ['Fractional', 0.0015],
    '1e': 'String',
    '0x10': 'String',
    '1_000': 'String',
    '٣': 'String',
    '\uff13': 'String',
    '\u00a07': 'String',
    '9007199254740993': ['Integral', 9007199254740992],
  };
  for (const [text, expected] of Object.entries(spellings)) {
    it(`reads ${JSON.stringify(text)} as ${typeof expected === 'string' ? 'text' : expected.join(' ')}`, async () => {
      const { values } = await outcome(lineOf(text));
      assert.deepEqual(values, [text]);
      const { inferred_type, numerical_statistics } = columnStatistics('a', values).statistics;
      assert.equal(inferred_type, typeof expected === 'string' ? expected : expected[0]);
      assert.ok(Object.is(numerical_statistics?.min, typeof expected === 'string' ? undefined : expected[1]));
    });
  }

  it('reads JSON numbers as written', async () => {
    const record = lineOf('[DATA]', 'JSON').replace('"[DATA]"', '[1e400]');
    assert.deepEqual((await outcome(`${record}\n${record.replace('1e400', '-0')}`)).values, ['1e400', '-0']);
    assert.deepEqual((await outcome(record.replace('1e400', '1e'))).rejects, ['1: the line is not JSON.']);
  });

  it('reads NaN and infinities in JSON as the same texts in CSV', async () => {
    const record = lineOf('[DATA]', 'JSON').replace('"[DATA]"', '[NaN]');
    const bodies = ['[-Infinity]', '{"a": Infinity}', '["NaN", NaN]'].map((text) => lineOf(text, 'JSON'));
    const { values } = await outcome([record, ...bodies.slice(0, 2)].join('\n'));
    assert.deepEqual(values, ['NaN', '-Infinity', 'Infinity']);
    for (const text of ['[1NaN]', '[-NaN]', '[NaN1]', '[Infinity']) {
      assert.deepEqual((await outcome(lineOf(text, 'JSON'))).rejects, ['1: endpointInput: the data is not JSON.']);
    }
  });

  const latin1 = Buffer.from(lineOf('Zürich'), 'latin1');
  const bodies: Record<string, [Uint8Array | string, (string | null)[], string[]]> = {
    'a line that is cut off': [`${good}\n${good.slice(0, 40)}`, ['2'], ['2: the line is not JSON.']],
    'a line in Latin-1 among others': [
      Buffer.concat([Buffer.from(`${good}\n`), latin1, Buffer.from(`\n${lineOf('Zürich')}`)]),
      ['2', 'Zürich'],
      ['2: the line is not UTF-8 text.'],
    ],
    'a character that is cut off at the end': [
      Buffer.concat([Buffer.from(`${good}\n`), Buffer.from('ü').subarray(0, 1)]),
      ['2'],
      ['2: the line is not UTF-8 text.'],
    ],
    'a byte order mark': [`\ufeff${good}`, ['2'], []],
    'UTF-16': [
      Buffer.from(good, 'utf16le'),
      [],
      ['1: the file is UTF-16, not JSON lines in UTF-8; nothing of it is used.'],
    ],
    'NUL bytes between lines': [`${good}\n\0\0\0\n${good}`, ['2', '2'], ['2: the line is not JSON.']],
    'a NUL inside a value': [lineOf('a\0b'), [], ['1: endpointInput: a value contains a NUL character.']],
    'lone surrogates': [lineOf('\ud800'), ['\ud800'], []],
    gzip: [gzipSync(`${good}\n`), ['2'], []],
    'gzip that is cut off': [
      gzipSync(good.repeat(50)).subarray(0, 60),
      [],
      ['1: the gzip data is damaged or cut short from here on; the lines before this one are used.'],
    ],
    'nesting without an end': ['['.repeat(100_000), [], ['1: the line is not JSON.']],
    'an empty file': ['', [], []],
  };
  for (const [what, [body, values, rejects]] of Object.entries(bodies)) {
    it(`handles ${what}`, async () => {
      const { values: readValues, rejects: readRejects } = await outcome(body);
      assert.deepEqual([readValues, readRejects], [values, rejects]);
    });
  }

  describe('lines of 5 MB', () => {
    const size = 5_000_000;
    it('of one text', async () => assert.equal((await outcome(lineOf('x'.repeat(size)))).values[0]?.length, size));
    it('of one text as JSON', async () => {
      for (const character of ['x', '"']) {
        const { values } = await outcome(lineOf(JSON.stringify([character.repeat(size)]), 'JSON'));
        assert.equal(values[0]?.length, size);
      }
    });
    it('of digits beyond a double', async () => {
      const { values } = await outcome(lineOf('9'.repeat(size)));
      assert.equal(columnStatistics('a', values).statistics.inferred_type, 'String');
    });
    it('of nonsense, followed by a valid line', async () => {
      const { values: readValues, rejects: readRejects } = await outcome(`${'{"a":'.repeat(size / 5)}\n${good}`);
      assert.deepEqual([readValues, readRejects], [['2'], ['1: the line is not JSON.']]);
    });
    it('of many rows', async () => {
      const rows = 1_000_000;
      const text = JSON.stringify({ captureData: { endpointInput: side('7,8\n'.repeat(rows)) } });
      assert.equal((await outcome(text)).values.length, rows);
    });
  });

  it('turns every line into rows or a counted reject, for any damage to its bytes', async () => {
    const damage = fc.oneof(
      fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), bytes: fc.constant(new Uint8Array()) }),
      fc.record({
        kind: fc.constant('put' as const),
        at: fc.nat(),
        bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
      }),
    );
    const value = fc.oneof(fc.constantFrom(...Object.keys(spellings)), anyText());
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, damage), { maxLength: 12 }), async (lines) => {
        const bodies = lines.map(([text, { kind, at, bytes }]) => {
          const line = Buffer.from(lineOf(text));
          const place = at % line.length;
          const rest = kind === 'cut' ? [] : [Buffer.from(bytes), line.subarray(place)];
          // A line break would make two lines of one.
          return Buffer.from(Buffer.concat([line.subarray(0, place), ...rest]).map((byte) => (byte === 10 ? 0 : byte)));
        });
        const text = Buffer.concat(bodies.flatMap((line) => [line, Buffer.from('\n')]));
        const { values, lines: counted } = await outcome(text);
        const written = bodies.flatMap((line, i) => (line.toString().trim() === '' ? [] : [i + 1]));
        assert.deepEqual(
          [...counted].sort((a, b) => a - b),
          written,
        );
        const { statistics } = columnStatistics('a', values);
        const file = modelMonitorJson.write({
          version: 0,
          dataset: { item_count: values.length },
          features: [statistics],
        });
        assert.equal(modelMonitorJson.readStatistics(file).features[0]?.inferred_type, statistics.inferred_type);
      }),
      { numRuns: 500 },
    );
  });
});
