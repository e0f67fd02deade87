import type { Kernel } from '../../quality/kernel/kernel';

/** The current rows of a kernel, each with its line. */
export function kernelRows(kernel: Kernel): { fields: string[]; line: number }[] {
  return [...kernel.runs()].flatMap(({ width, start, lines }) =>
    Array.from(lines, (line, row) => {
      const first = start + row * width;
      return { fields: Array.from({ length: width }, (_, i) => kernel.fieldText(first + i)), line };
    }),
  );
}
