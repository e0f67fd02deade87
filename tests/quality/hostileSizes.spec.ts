import assert from 'node:assert/strict';
import { constants } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { suggestConstraints } from '../../quality/constraints/suggestConstraints';
import { analyzeWindow } from '../../quality/monitor/analyzeWindow';
import { columnStatistics } from '../../quality/profile/columnStatistics';
import type { CaptureSource } from '../../quality/source/captureSource';
import { forEachLine, LineReader } from '../../quality/source/lineReader';

const side = (data: unknown, encoding = 'CSV') => ({ observedContentType: 'text/csv', data, encoding });
const record = (input: string, encoding?: string) =>
  `${JSON.stringify({ captureData: { endpointOutput: side('1'), endpointInput: side(input, encoding) } })}\n`;

const statistics = {
  version: 0,
  dataset: { item_count: 2 },
  features: ['y', 'a'].map((name) => columnStatistics(name, ['1', '2']).statistics),
};

/** What a run finds in one file whose pieces are made as they are read. */
async function run(pieces: () => Generator<Uint8Array | string>) {
  const bytes = function* () {
    for (const piece of pieces()) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
  };
  const source: CaptureSource = { file: 'f', open: bytes };
  const analysis = await analyzeWindow({ captures: [source], statistics, constraints: suggestConstraints(statistics) });
  const sums = analysis.statistics.features.map((feature) => feature.numerical_statistics?.sum);
  return { ...analysis, sums, reasons: analysis.rejects.map(({ line, reason }) => `${line}: ${reason}`) };
}

const megabyte = 1 << 20;
const good = record('5');

describe('captures of hostile sizes', () => {
  it('a line of 50 MB with a million rows', async () => {
    const [rows, output, input] = [1_000_000, '1\\n', '12345678901234567890,1234567890,abcdefghij\\n'];
    const { rows: rowCount, statistics: window } = await run(function* () {
      yield '{"captureData":{"endpointOutput":{"encoding":"CSV","data":"';
      for (let i = 0; i < 100; i++) yield output.repeat(rows / 100);
      yield '"},"endpointInput":{"encoding":"CSV","data":"';
      for (let i = 0; i < 100; i++) yield input.repeat(rows / 100);
      yield '"}}}';
    });
    assert.deepEqual([rowCount, window.features[2]?.numerical_statistics?.sum], [rows, rows * 1_234_567_890]);
  });

  it('a value of 10 MB, as JSON, CSV and quoted CSV', async () => {
    const {
      rows,
      rejects,
      statistics: window,
    } = await run(function* () {
      yield record(JSON.stringify(['x'.repeat(10 * megabyte)]), 'JSON');
      yield record('y'.repeat(10 * megabyte));
      yield record(`"${'z'.repeat(5 * megabyte)}"`);
    });
    assert.deepEqual([rows, rejects, window.features[1]?.string_statistics?.distinct_count], [3, [], 3]);
  });

  it('too many long values to count them one by one', async () => {
    const { rows, statistics: window } = await run(function* () {
      for (let i = 0; i < 150; i++) yield record(`${i % 75}${'x'.repeat(megabyte)}`);
    });
    const text = window.features[1]?.string_statistics;
    assert.deepEqual([rows, text?.distinct_count, text?.distribution], [150, 75, undefined]);
  });

  it('a line of 50 MB that is not JSON, without a line break at the end', async () => {
    const { rows, reasons } = await run(function* () {
      yield good;
      for (let i = 0; i < 50; i++) yield '{"a": 1 '.repeat(megabyte / 8);
    });
    assert.deepEqual([rows, reasons], [1, ['2: the line is not JSON.']]);
  });

  it('deeply nested lines of many megabytes', async () => {
    const { rows, reasons } = await run(function* () {
      yield good;
      for (let i = 0; i < 20; i++) yield '{"a":['.repeat(megabyte / 6);
      for (let i = 0; i < 20; i++) yield ']}'.repeat(megabyte / 6);
      yield `\n${record('['.repeat(2 * megabyte), 'JSON')}`;
    });
    const expected = ['2: the line is nested more than 1000 levels deep.', '3: endpointInput: the data is not JSON.'];
    assert.deepEqual([rows, reasons], [1, expected]);
  });

  it('50 MB of NUL bytes', async () => {
    const { rows, reasons } = await run(function* () {
      yield good;
      for (let i = 0; i < 50; i++) yield Buffer.alloc(megabyte);
      yield `\n${good}`;
    });
    assert.deepEqual([rows, reasons], [2, ['2: the line is not JSON.']]);
  });

  it('a line longer than the maximum, which is skipped', async () => {
    const { rows, reasons } = await run(function* () {
      yield good;
      for (let i = 0; i < 130; i++) yield Buffer.alloc(megabyte, 'x');
      yield `\n${good}`;
    });
    assert.deepEqual([rows, reasons], [2, ['2: the line is longer than 134217728 bytes.']]);
  });

  it('a small gzip file that unpacks to a line of 200 MB', async () => {
    const bomb = gzipSync(Buffer.alloc(megabyte, 'x'));
    const { rows, reasons } = await run(function* () {
      yield gzipSync(good);
      for (let i = 0; i < 200; i++) yield bomb;
      yield gzipSync(`\n${good}`);
    });
    assert.deepEqual([rows, reasons], [2, ['2: the line is longer than 134217728 bytes.']]);
  });

  it('a file longer than the longest text', async () => {
    const blank = Buffer.alloc(4 * megabyte, ' ');
    blank[blank.length - 1] = 0x0a;
    const pieces = Math.ceil(constants.MAX_STRING_LENGTH / blank.length) + 1;
    const { rows, sums, rejects } = await run(function* () {
      yield good;
      for (let i = 0; i < pieces; i++) yield blank;
      yield record('7');
      yield 'x';
    });
    assert.deepEqual([rows, sums[1], rejects.map(({ line }) => line)], [2, 12, [pieces + 3]]);
  });

  it('more rejects than are kept: all are counted, and the first are kept in order', async () => {
    const analysis = await run(function* () {
      yield good.repeat(12_000);
      for (let i = 0; i < 6000; i++) yield `x\n${record('1,2')}`;
    });
    assert.deepEqual([analysis.rows, analysis.rejectCount, analysis.rejects.length], [12_000, 12_000, 10_000]);
    assert.deepEqual(
      [analysis.rejects[0]?.line, analysis.rejects[1]?.line, analysis.rejects.at(-1)?.line],
      [12_001, 12_002, 22_000],
    );
  });

  it('rows of so many widths that most get no columns, and one that is too wide', async () => {
    const row = (width: number) => record(Array.from({ length: width }, (_, i) => i).join(','));
    const {
      rows,
      rejectCount,
      statistics: window,
      reasons,
    } = await run(function* () {
      for (let width = 2; width < 60; width++) yield row(width);
      yield row(40);
      yield row(20_000);
    });
    assert.deepEqual([rows, rejectCount, window.features.length], [2, 58, 41]);
    assert.equal(window.features[40]?.numerical_statistics?.sum, 78);
    assert.equal(reasons.at(-1), '60: the row has 20001 columns; the maximum is 10000.');
  });
});

describe('LineReader', () => {
  it('cuts pieces of any size into the same lines and skips lines that are too long', () => {
    const text = 'a\n\nlonger than ten\nb\r\n0123456789\n01234567890';
    for (let size = 1; size <= text.length; size++) {
      const lines: string[] = [];
      const reader = new LineReader(
        10,
        (block) =>
          forEachLine(block, ({ bytes, start, end, line }) =>
            lines.push(`${line} ${bytes.toString('utf8', start, end)}`),
          ),
        (line) => lines.push(`${line} too long`),
      );
      for (let at = 0; at < text.length; at += size) reader.push(Buffer.from(text.slice(at, at + size)));
      reader.end();
      assert.deepEqual(lines, ['1 a', '2 ', '3 too long', '4 b\r', '5 0123456789', '6 too long']);
    }
  });
});
