import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KernelInstance } from '../../../quality/kernel/program/kernelInstance';
import type { Column } from '../../../quality/kernel/program/kernelProgram';
import { ColumnAccumulator } from '../../../quality/profile/columnAccumulator';

/** Rows by value, compared as bytes. */
function countsOf({ program, bytes }: KernelInstance, column: Column): [string, number][] {
  return Array.from({ length: program.valueCountOf(column) }, (_, i) => {
    const start = program.valueStartOf(column, i);
    return [bytes.toString('utf8', start, start + program.valueLengthOf(column, i)), program.valueRowsOf(column, i)];
  });
}

/** Bytes that are hard to tell apart: short ones, zeros, and long ones with the same beginning or end. */
const value = fc
  .tuple(fc.constantFrom('', 'a', 'abcdefgh', 'abcdefghi'), fc.array(fc.constantFrom('\0', 'a', 'é'), { maxLength: 5 }))
  .map(([start, rest]) => start + rest.join(''));

describe('the counts of the kernel', () => {
  it('counts any values, wherever their bytes are', () => {
    const values = fc.array(fc.tuple(value, fc.nat(9)), { maxLength: 300 });
    fc.assert(
      fc.property(values, (rows) => {
        const kernel = new KernelInstance();
        const column = kernel.program.newColumn();
        const expected = new Map<string, number>();
        for (const [text, after] of rows) {
          const bytes = Buffer.concat([Buffer.from(`x${text}`), Buffer.alloc(after, 'a')]);
          const input = kernel.load(bytes);
          kernel.program.addText(column, input + 1, input + bytes.length - after);
          expected.set(text, (expected.get(text) ?? 0) + 1);
        }
        assert.deepEqual(countsOf(kernel, column), [...expected]);
      }),
    );
  });

  it('counts each of 4,096 values, short and long', () => {
    const texts = Array.from({ length: 4096 }, (_, i) => (i % 2 ? `v${i}` : `a longer value, ${i}`));
    const column = new ColumnAccumulator();
    for (const text of [...texts, ...texts]) column.addText(text);
    assert.equal(column.overflowed, false);
    assert.deepEqual(column.valueCounts, new Map(texts.map((text) => [text, 2])));
    column.addText('one more');
    assert.equal(column.overflowed, true);
  });
});
