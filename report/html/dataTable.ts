import { breakableText, type Markup, type MarkupPart, markup } from './markup';

interface DataColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row, index: number) => MarkupPart;
  /** Aligned to the right. @default false */
  readonly numeric?: boolean;
  /** Code with long identifiers, which may break. @default false */
  readonly code?: boolean;
  /** Header cell of the row. @default false */
  readonly heads?: boolean;
}

interface DataTableArgs<Row> {
  readonly caption: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  /** Shown instead of a table without rows. */
  readonly empty: string;
  readonly rowId?: (row: Row, index: number) => string;
  /** Whether rows become cards below 1120 px already. @default false */
  readonly wide?: boolean;
  /** Class of a row. */
  readonly look?: (row: Row) => string | undefined;
}

/**
 * A table that becomes a list of cards on a narrow screen. The roles are explicit because browsers drop a table's
 * semantics when CSS changes the display of its parts.
 */
export function dataTable<Row>({ caption, columns, rows, empty, rowId, look, wide }: DataTableArgs<Row>): Markup {
  if (rows.length === 0) return markup`<p class="empty">${empty}</p>`;
  const heads = columns.map(
    (column) =>
      markup`<th scope="col" role="columnheader"${column.numeric ? markup` class="numeric"` : undefined}>${column.title}</th>`,
  );
  const cells = (row: Row, i: number): Markup[] =>
    columns.map((column) => {
      const classes = [column.numeric ? 'numeric' : '', column.code ? 'code' : ''].filter(Boolean).join(' ');
      const cell = column.cell(row, i);
      const shown = column.code && typeof cell === 'string' ? breakableText(cell) : cell;
      const content = markup`<span class="cell">${shown}</span>`;
      return column.heads
        ? markup`<th scope="row" role="rowheader" class="${classes}" data-label="${column.title}">${content}</th>`
        : markup`<td role="cell" class="${classes}" data-label="${column.title}">${content}</td>`;
    });
  const body = rows.map((row, i) => {
    const id = rowId ? markup` id="${rowId(row, i)}"` : undefined;
    return markup`<tr role="row" class="${look?.(row) ?? ''}"${id}>${cells(row, i)}</tr>`;
  });
  return markup`<table role="table"${wide ? markup` class="wide"` : undefined}><caption>${caption}</caption><thead role="rowgroup"><tr role="row">${heads}</tr></thead><tbody role="rowgroup">${body}</tbody></table>`;
}
