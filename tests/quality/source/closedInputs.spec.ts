import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { batchRecords } from '../../../quality/source/batchRecords';
import { readCaptureLines } from '../../../quality/source/captureLines';
import type { CaptureSource } from '../../../quality/source/captureSource';

/** A file that counts how often it was opened and closed, and has more pieces than are read. */
class CountedFile {
  opened = 0;
  closed = 0;
  readonly source: CaptureSource;

  constructor(file: string, pieces: readonly (string | Uint8Array)[]) {
    const open = async function* (this: CountedFile) {
      this.opened += 1;
      try {
        for (const piece of pieces) {
          await Promise.resolve();
          yield Buffer.from(piece);
        }
      } finally {
        this.closed += 1;
      }
    };
    this.source = { file, open: open.bind(this) };
  }

  assertClosed(): void {
    assert.deepEqual([this.opened, this.closed], [1, 1], this.source.file);
  }
}

const lines = Array.from({ length: 50 }, (_, i) => `${i},x\n`);
const readWith = (source: CaptureSource, onProgress: () => void) =>
  readCaptureLines({ sources: [source], use: () => undefined, reject: () => undefined, onProgress });
const failure = new Error('the analysis fails');
const fail = () => {
  throw failure;
};

describe('inputs when the analysis throws', () => {
  it('closes a plain file', async () => {
    const file = new CountedFile('plain', lines);
    await assert.rejects(readWith(file.source, fail), failure);
    file.assertClosed();
  });

  it('closes a gzipped file', async () => {
    const zipped = gzipSync(Buffer.alloc(1 << 16, lines.join('')));
    const pieces = Array.from({ length: Math.ceil(zipped.length / 10) }, (_, i) =>
      zipped.subarray(10 * i, 10 * i + 10),
    );
    const file = new CountedFile('zipped', pieces);
    await assert.rejects(readWith(file.source, fail), failure);
    file.assertClosed();
  });

  it('closes a gzipped file that is damaged', async () => {
    const file = new CountedFile('damaged', [gzipSync('x').subarray(0, 12), ...lines]);
    await readWith(file.source, () => undefined);
    file.assertClosed();
  });

  it('closes both files of a batch', async () => {
    const [input, output] = [new CountedFile('a.csv', lines), new CountedFile('a.csv.out', lines)];
    await assert.rejects(readWith(batchRecords({ input: input.source, output: output.source }), fail), failure);
    input.assertClosed();
    output.assertClosed();
  });

  it('closes both files of a batch with different numbers of lines', async () => {
    const [input, output] = [new CountedFile('a.csv', lines), new CountedFile('a.csv.out', ['1\n', '2\n'])];
    await assert.rejects(
      readWith(batchRecords({ input: input.source, output: output.source }), () => undefined),
      {
        name: 'BatchError',
      },
    );
    input.assertClosed();
    output.assertClosed();
  });
});
