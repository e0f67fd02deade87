import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import type { CaptureSchema } from '../../../../contract/captureSchema';
import { readTrainingFiles } from '../../../../quality/baseline/tables/readTrainingFiles';
import type { TableFormat } from '../../../../quality/baseline/tables/tableFile';

const schema: CaptureSchema = {
  version: 'v1',
  output: [{ name: 'score', type: 'Fractional' }],
  input: [
    { name: 'age', type: 'Integral' },
    { name: 'note', type: 'String' },
  ],
};
const sla = { endpoint: 'e', owner: 'o', runbook: 'https://example.com', freshnessHours: 2, features: {} };

const lines = ['score,age,note', ...Array.from({ length: 60 }, (_, i) => `0.${10 + i}5,${20 + i},${'abc'[i % 3]}`)];
const text = (change: (line: string, i: number) => string = (line) => line) => `${lines.map(change).join('\n')}\n`;
const utf16 = (encoding: 'le' | 'be', mark = true) => {
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text()}`, 'utf16le');
  return encoding === 'le' ? bytes : bytes.swap16();
};

describe('a training file that is read in another way than it was written', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'foreign-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  async function read(bytes: string | Uint8Array, format: Partial<TableFormat> = {}) {
    const path = join(folder, 'file');
    writeFileSync(path, bytes);
    const files = [{ name: 't.csv', path }];
    return readTrainingFiles({ files, format: { header: true, ...format }, schema, sla });
  }

  const readable: Record<string, [string | Uint8Array, Partial<TableFormat>?]> = {
    'a byte order mark': [`\ufeff${text()}`],
    'CRLF and blank lines': [text((line) => `${line}\r\n`)],
    CR: [text().replaceAll('\n', '\r')],
    'a quoted header': [text((line, i) => (i === 0 ? '"score","age","note"' : line))],
    'another column order': [text((line) => line.split(',').reverse().join(','))],
    semicolons: [text((line) => line.replaceAll(',', ';')), { separator: ';' }],
    tabs: [text((line) => line.replaceAll(',', '\t')), { separator: '\t' }],
    'no header': [lines.slice(1).join('\n'), { header: false }],
    'UTF-16': [utf16('le'), { encoding: 'utf-16le' }],
    'UTF-16, big endian': [utf16('be'), { encoding: 'UTF-16BE' }],
  };
  for (const [what, [bytes, format]] of Object.entries(readable)) {
    it(`reads ${what}`, async () => {
      const { rows, problems, rejectCount, statistics } = await read(bytes, format);
      assert.deepEqual([rows, problems, rejectCount], [60, [], 0]);
      assert.deepEqual(statistics, (await read(text())).statistics);
    });
  }

  const refused: Record<string, [string | Uint8Array, string, Partial<TableFormat>?]> = {
    semicolons: [
      text((line) => line.replaceAll(',', ';')),
      "the columns are separated by ';', not ','; use --separator ';'",
    ],
    tabs: [
      text((line) => line.replaceAll(',', '\t')),
      "the columns are separated by tab, not ','; use --separator tab",
    ],
    bars: [text((line) => line.replaceAll(',', '|')), "the columns are separated by '|', not ','; use --separator '|'"],
    'commas, when semicolons were named': [
      text(),
      "the columns are separated by ',', not ';'; use --separator ','",
      { separator: ';' },
    ],
    'no header': [
      lines.slice(1).join('\n'),
      "line 1 has values, such as '0.105', instead of column names; use --no-header if the file has none",
    ],
    'a header too many': [text(), 'line 1 has the column names; omit --no-header', { header: false }],
    'a trailing comma': [
      text((line) => `${line},`),
      'the header ends with a separator; remove the separators at the ends of lines',
    ],
    'a trailing comma without one in the header': [
      text((line, i) => (i === 0 ? line : `${line},`)),
      'line 2 ends with a separator, the header does not; remove the separators at the ends of lines',
    ],
    'an index column': [
      text((line, i) => (i === 0 ? `,${line}` : `${i},${line}`)),
      'column 1 has no name, as the index that pandas adds; write the file with to_csv(..., index=False), or remove the column',
    ],
    'a comment': [
      `# exported 2026\n${text()}`,
      "the column names are in row 2, not 1; remove what is before them ('# exported 2026')",
    ],
    "Excel's separator line": [
      `sep=,\n${text()}`,
      "the column names are in row 2, not 1; remove what is before them ('sep=,')",
    ],
    'names in another case': [
      text((line, i) => (i === 0 ? 'Score, AGE,note ' : line)),
      "line 1: column names differ from the schema's in case or blanks ('Score', ' AGE', 'note '); expected score, age, note",
    ],
    'a name that is there twice': [
      text((line, i) => (i === 0 ? 'score,age,age' : line)),
      "line 1: columns 2 and 3 have the same name 'age'; rename one",
    ],
    'another table': [
      text((line, i) => (i === 0 ? 'score,age,remark' : line)),
      "the header lacks 'note' and has unknown column(s) 'remark'; schema v1 has score, age, note",
    ],
    'UTF-16': [utf16('le'), 'is UTF-16, not UTF-8; use --encoding utf-16le'],
    'UTF-16 without a mark': [utf16('be', false), 'is UTF-16, not UTF-8; use --encoding utf-16be'],
    Latin: [
      Buffer.from(
        text((line, i) => (i === 40 ? '0.5,41,Besançon' : line)),
        'latin1',
      ),
      "line 41 is not UTF-8 (byte 0xe7 after '0.5,41,Besan'); use --encoding with the file's own encoding, such as windows-1252 for files from Windows or Excel",
    ],
    'an unknown encoding': [
      text(),
      "--encoding 'klingon' is unknown; use a name such as windows-1252, iso-8859-2, utf-16le or shift_jis",
      { encoding: 'klingon' },
    ],
    'a ZIP archive': [
      zipSync({ 't.csv': Buffer.from(text()) }),
      'is a ZIP archive; unpack it, and name the file inside',
    ],
    'a workbook': [
      zipSync({ '[Content_Types].xml': Buffer.from('<Types/>'), 'xl/workbook.xml': Buffer.from('<x/>') }),
      'is an Excel workbook (xlsx); save it as CSV UTF-8',
    ],
    'a pickle': [
      Buffer.from('\x80\x04\x95\x00\x01', 'latin1'),
      'is a Python pickle; write it as CSV, JSON lines or Parquet',
    ],
    'bytes that are not text': [
      Buffer.from([1, 2, 0, 0, 3]),
      'is not a text: it has bytes 0; expected CSV, JSON lines or Parquet',
    ],
    'a NUL among the values': [
      text((line, i) => (i === 40 ? `${line}${'x'.repeat(5000)}\n0.5,1,a\0b` : line)),
      'line 42 has a NUL character, which no text has; write the file again, or remove it',
    ],
    'gzip in gzip': [gzipSync(gzipSync(text())), 'is gzipped twice; unpack it once'],
    'a tar archive': [
      gzipSync(Buffer.concat([Buffer.from('t.csv'.padEnd(257, '\0')), Buffer.from('ustar\0'), Buffer.from(text())])),
      'is a tar archive; unpack it, and name the files inside',
    ],
    'an HTML page': ['<!DOCTYPE html><html></html>', 'is an HTML page; write it as CSV, JSON lines or Parquet'],
    'a pointer of Git LFS': [
      'version https://git-lfs.github.com/spec/v1\noid sha256:0a\nsize 9\n',
      'is a Git LFS pointer, not the file itself; fetch the file with git lfs pull',
    ],
    captures: [
      '{"captureData":{"endpointInput":{"data":"1","encoding":"CSV"}}}',
      'line 1: the row is a captured record, not a row of a table; pass the file with --captures; none of the 1 row(s) fits',
    ],
    'JSON of a model server': [
      '{"instances":[{"score":0.5,"age":1,"note":"a"}]}',
      "line 1: the JSON has its rows under 'instances'; write them as JSON lines, one object for each row; none of the 1 row(s) fits",
    ],
    'JSON in columns and data': [
      '{"columns":["score","age","note"],"index":[0],"data":[[0.5,1,"a"]]}',
      "line 1: the JSON has its rows under 'data', as pandas writes it with orient='split'; write it with to_json(orient='records', lines=True); none of the 1 row(s) fits",
    ],
    'lists by column': [
      '{"score":[0.5,0.25],"age":[1,2]}',
      "line 1: the JSON is by column, as pandas writes it; write it with to_json(orient='records', lines=True); none of the 1 row(s) fits",
    ],
    'JSON by column': [
      '{"score":{"0":0.5,"1":0.25},"age":{"0":1,"1":2}}',
      "line 1: the JSON is by column, as pandas writes it; write it with to_json(orient='records', lines=True); none of the 1 row(s) fits",
    ],
  };
  for (const [what, [bytes, clause, format]] of Object.entries(refused)) {
    it(`refuses ${what} in one sentence`, async () => {
      assert.deepEqual((await read(bytes, format)).problems, [`t.csv: ${clause}.`]);
    });
  }

  it('leaves out headers that stand among the rows of files that were put together, and counts them', async () => {
    const large = text((line, i) => (i === 0 ? line : `${line}\n`.repeat(500).trimEnd()));
    const { rows, problems, notes, rejectCount } = await read(large + large + text());
    assert.deepEqual([rows, problems, rejectCount], [60_060, [], 0]);
    assert.deepEqual(notes, ['2 headers among the rows left out']);
  });

  it('reads the usual Windows and ISO encodings', async () => {
    const inWindows1252 = Buffer.concat([Buffer.from('score,age,note\n0.5,1,'), Buffer.from([0x80, 0xe9, 0x92])]);
    const { statistics, problems } = await read(inWindows1252, { encoding: 'windows-1252' });
    assert.deepEqual(problems, []);
    assert.equal(statistics.features[2]?.string_statistics?.distribution?.categorical.buckets[0]?.value, '€é’');
    const inLatin2 = Buffer.concat([Buffer.from('score,age,note\n0.5,1,'), Buffer.from([0xb1])]);
    const second = await read(inLatin2, { encoding: 'iso-8859-2' });
    assert.equal(second.statistics.features[2]?.string_statistics?.distribution?.categorical.buckets[0]?.value, 'ą');
  });

  it('names the line and the value that is not of its column’s type, and how many are not', async () => {
    assert.deepEqual((await read(`${text()}Total,,\n`)).problems, [
      "score: schema v1 has type Fractional, but 1 of 61 values is not Fractional; the only such value is 'Total' (t.csv, line 62). Correct the values or the schema.",
    ]);
    const json = [
      { score: 0.5, age: 1, note: 'a' },
      { score: 0.5, age: 1.5, note: 'b' },
      { score: 0.5, age: true, note: 'c' },
    ];
    assert.deepEqual((await read(json.map((row) => JSON.stringify(row)).join('\n'))).problems, [
      "age: schema v1 has type Integral, but 2 of 3 values are not Integral; the first such value is '1.5' (t.csv, line 2). Correct the values or the schema.",
    ]);
  });
});
