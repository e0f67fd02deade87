import { replaceUnprintable } from './unprintable';

interface TextColumn {
  readonly title: string;
  /** In characters; longer cells are wrapped. @default width of the widest cell */
  readonly width?: number;
  readonly numeric?: boolean;
}

/** Wraps a text into lines of at most `width` characters, at blanks if possible. */
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

/** Formats rows below a heading, with two blanks between columns. Control characters in cells are replaced. */
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
