import type { DocPage } from './docExamples';

/** A table below the comment `<!-- checked: name -->`. Its first columns are compared with the code. */
interface CheckedTable {
  readonly file: string;
  readonly name: string;
  /** Cells of the rows below the header. */
  readonly rows: readonly (readonly string[])[];
}

/** Returns the checked tables of a page. Throws if a comment has no table below it. */
export function checkedTables({ file, markdown }: DocPage): CheckedTable[] {
  return [...markdown.matchAll(/^<!-- checked: (?<name>[\w-]+) -->\n+(?<table>(?:\|.*\n?)*)/gm)].map(({ groups }) => {
    const { name = '', table = '' } = groups ?? {};
    const [header, , ...body] = table.trim().split('\n').map(cellsOf);
    if (!header || body.length === 0) throw new Error(`${file}: no table below <!-- checked: ${name} -->`);
    return { file, name, rows: body };
  });
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}
