interface TextColumn {
  readonly title: string;
  /** Characters; longer cells go on in the next line. */
  readonly width: number;
  readonly numeric?: boolean;
}

/** Control characters would let a name repaint the reader's terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const unprintable = /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/** A text made safe to print on one line of a terminal. */
function printable(text: string): string {
  return text.replace(unprintable, '\uFFFD');
}

/** Lines of at most `width` characters, broken at blanks where there are any. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = printable(text);
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const end = blank > 0 ? blank : width;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}

/** Rows under a heading, two blanks between columns. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) =>
    columns
      .map(({ width, numeric }, i) => (numeric ? (cells[i] ?? '').padStart(width) : (cells[i] ?? '').padEnd(width)))
      .join('  ')
      .trimEnd();
  const body = rows.flatMap((row) => {
    const cells = columns.map(({ width }, i) => wrapped(row[i] ?? '', width));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, i) => line(cells.map((lines) => lines[i] ?? '')));
  });
  return [line(columns.map((column) => column.title)), line(columns.map(({ width }) => '─'.repeat(width))), ...body];
}
