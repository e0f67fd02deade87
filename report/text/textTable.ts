import { replaceUnprintable } from './unprintable';

interface TextColumn {
  readonly title: string;
  /** Characters; longer cells go on in the next line. @default as wide as the widest cell */
  readonly width?: number;
  readonly numeric?: boolean;
}

/** Lines of at most `width` characters, broken at blanks where there are any. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = replaceUnprintable(text);
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const end = blank > 0 ? blank : width;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}

/** Rows under a heading, two blanks between columns; whatever the cells hold is harmless to print. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title, width }, i) => width ?? widest([title, ...rows.map((row) => row[i] ?? '')]));
  const line = (cells: readonly string[]) =>
    columns
      .map(({ numeric }, i) =>
        numeric ? (cells[i] ?? '').padStart(widths[i] ?? 0) : (cells[i] ?? '').padEnd(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const body = rows.flatMap((row) => {
    const cells = widths.map((width, i) => wrapText(row[i] ?? '', width));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, i) => line(cells.map((lines) => lines[i] ?? '')));
  });
  return [line(columns.map((column) => column.title)), line(widths.map((width) => '─'.repeat(width))), ...body];
}

function widest(cells: readonly string[]): number {
  return Math.max(...cells.map((cell) => cell.length));
}
