import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readCaptureLines, textOfLine } from '../../../quality/source/captureLines';

/** The lines that are read of a file, parsed, by their numbers; the file comes in pieces of a size. */
async function linesOf(text: string | Uint8Array, pieceSize = 7): Promise<[number, unknown][]> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceSize) }, (_, i) =>
    bytes.subarray(i * pieceSize, (i + 1) * pieceSize),
  );
  const lines: [number, unknown][] = [];
  await readCaptureLines({
    sources: [{ file: 'f', open: () => pieces }],
    use: (line) => lines.push([line.line, JSON.parse(textOfLine(line))]),
    reject: ({ line, reason }) => lines.push([line, reason]),
  });
  return lines;
}

const record = (value: unknown) => ({ captureData: { endpointInput: { data: value } }, eventMetadata: {} });
const records = [record('1,2\n'), record({ a: [39, '}{"[,'], 'b\\': null }), record('"\\')];
const json = records.map((value) => JSON.stringify(value));
const pretty = (value: unknown, indent: number | string = 2) => JSON.stringify(value, null, indent);
const numbered = (...numbers: number[]) => records.map((value, i) => [numbers[i], value]);

describe('records of a file', () => {
  const heights = records.map((value) => pretty(value).split('\n').length);
  const starts = [1, 1 + (heights[0] ?? 0), 1 + (heights[0] ?? 0) + (heights[1] ?? 0)];
  const files: Record<string, [string | Uint8Array, number[]]> = {
    'one on each line': [json.join('\n'), [1, 2, 3]],
    'one on each line, with blank lines': [`\n\n${json.join('\r\n\r\n')}\n`, [3, 5, 7]],
    'an array on one line': [`[${json.join(',')}]`, [1, 2, 3]],
    'an array with one item on each line': [`[\n${json.join(',\n')}\n]\n`, [2, 3, 4]],
    'an array over many lines': [pretty(records), starts.map((start) => start + 1)],
    'objects over several lines': [records.map((value) => pretty(value)).join('\n'), starts],
    'objects over several lines, with tabs and CRLF': [
      records
        .map((value) => pretty(value, '\t'))
        .join('\n')
        .replaceAll('\n', '\r\n'),
      starts,
    ],
    'several on a line': [json.join(''), [1, 2, 3]],
    'carriage returns between them': [json.join('\r'), [1, 2, 3]],
    'commas after them': [json.join(',\n'), [1, 2, 3]],
    'a byte order mark and an array': [`\ufeff[${json.join(',')}]`, [1, 2, 3]],
    'a gzipped array': [gzipSync(`[${json.join(',')}]`), [1, 2, 3]],
    'a byte order mark on each line': [json.map((line) => `\ufeff${line}`).join('\n'), [1, 2, 3]],
  };
  for (const [what, [file, numbers]] of Object.entries(files)) {
    it(`are read as ${what}`, async () => assert.deepEqual(await linesOf(file), numbered(...numbers)));
  }

  it('are as many as were written, in any layout, values and pieces', async () => {
    const value = fc.jsonValue({ maxDepth: 3 }).map(record);
    const layouts = [
      (values: unknown[]) => JSON.stringify(values),
      (values: unknown[]) => pretty(values),
      (values: unknown[]) => values.map((item) => pretty(item)).join('\n'),
      (values: unknown[]) => values.map((item) => JSON.stringify(item)).join('\n'),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...layouts),
        fc.integer({ min: 1, max: 90 }),
        async (values, write, size) => {
          const read = await linesOf(write(values), size);
          assert.deepEqual(
            read.map(([, item]) => item),
            JSON.parse(JSON.stringify(values)),
          );
        },
      ),
    );
  });

  it('are used up to where an array is cut off', async () => {
    const text = `[\n${json.join(',\n')}`;
    const read = await linesOf(text.slice(0, -5));
    assert.deepEqual(read.slice(0, 2), numbered(2, 3).slice(0, 2));
    assert.equal(read.length, 3);
  });

  it('are used up to where gzip data is cut off, in a small file too', async () => {
    const many = Array.from({ length: 400 }, (_, i) => JSON.stringify(record(`${i},${Math.sin(i)}`)));
    const packed = gzipSync(many.join('\n'));
    const read = await linesOf(packed.subarray(0, -200), packed.length);
    assert.ok(read.length > 100, `${read.length} lines`);
    assert.match(String(read.at(-1)?.[1]), /gzip data is damaged or cut short/);
  });

  it('do not swallow the lines behind a first line that is cut off', async () => {
    for (const cut of ['{', '{"captureData":{', '{"captureData":{},']) {
      const read = await linesOf(`${cut}\n${json.join('\n')}`).catch((error: Error) => [[0, error.message]]);
      assert.deepEqual(read.slice(1), numbered(2, 3, 4), cut);
    }
  });
});
