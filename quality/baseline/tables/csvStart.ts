import { parse } from 'csv-parse/sync';
import { TableError, type TableFormat } from './tableFile';

/** Separators that a CSV may have instead of the one that was named. */
const separators = [',', ';', '\t', '|'];
/** Rows among which the column names are searched for. */
const searchedRows = 10;

/** How a separator is named on the command line. */
function separatorName(separator: string): string {
  return separator === '\t' ? 'tab' : `'${separator}'`;
}

/**
 * Throws a TableError for a CSV that was meant to be read in another way, by the signs in its first lines. `names` are the
 * columns that it should have, in schema order; undefined when any will do.
 */
export function checkCsvStart(start: string, names: readonly string[] | undefined, format: TableFormat): void {
  const { header, separator = ',' } = format;
  const rows = rowsOf(start, separator);
  const [first] = rows;
  if (!first) return;
  checkSeparator(start, first, names, separator);
  if (header) checkHeader(rows, first, names);
  else if (names && first.filter((text) => names.includes(text.trim())).length > first.length / 2) {
    throw new TableError('line 1 has the column names; omit --no-header');
  }
}

/** The first row of a CSV. */
export function headerOf(start: string, format: TableFormat): readonly string[] {
  checkCsvStart(start, undefined, format);
  return rowsOf(start, format.separator ?? ',')[0] ?? [];
}

function rowsOf(start: string, delimiter: string): string[][] {
  try {
    const options = { delimiter, bom: true, relax_column_count: true, skip_empty_lines: true, to: searchedRows };
    return parse(start, options);
  } catch {
    // Text that is cut off, or not CSV: the reader names the place.
    const lines = start.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
    return lines.slice(0, searchedRows).map((line) => line.split(delimiter));
  }
}

function checkSeparator(
  start: string,
  first: readonly string[],
  names: readonly string[] | undefined,
  separator: string,
): void {
  if (first.length > 1 || names?.length === 1) return;
  const other = separators.find((candidate) => {
    if (candidate === separator) return false;
    const [head = [], next = head] = rowsOf(start, candidate);
    return head.length > 1 && (next.length === head.length || head.length === names?.length);
  });
  if (other === undefined) return;
  throw new TableError(
    `the columns are separated by ${separatorName(other)}, not ${separatorName(separator)}; use --separator ${separatorName(other)}`,
  );
}

function checkHeader(rows: readonly string[][], first: readonly string[], names: readonly string[] | undefined): void {
  const { length } = first;
  const twice = first.find((name, i) => name !== '' && first.indexOf(name) !== i);
  if (twice !== undefined) {
    const places = first.flatMap((name, i) => (name === twice ? [i + 1] : []));
    throw new TableError(`line 1: columns ${places.join(' and ')} have the same name '${twice}'; rename one`);
  }
  checkRenamed(first, names);
  if (!names || first.some((name) => names.includes(name))) checkSurplus(rows, first, names);
  else checkForeignHeader(rows, first, names);
  const next = rows[1];
  if (next && next.length === length + 1 && next.at(-1) === '' && first.at(-1) !== '') {
    throw new TableError(
      'line 2 ends with a separator, the header does not; remove the separators at the ends of lines',
    );
  }
}

/** Names that are nearly those of the schema. */
function checkRenamed(first: readonly string[], names: readonly string[] | undefined): void {
  const again = first.find((name) => /.\.\d+$/.test(name) && first.includes(name.replace(/\.\d+$/, '')));
  if (again !== undefined && names && !names.includes(again)) {
    const name = again.replace(/\.\d+$/, '');
    throw new TableError(
      `line 1: column '${again}' is a second '${name}', which pandas renames when it reads a file; remove one of them`,
    );
  }
  const plain = (text: string) => text.trim().toLowerCase();
  const unknown = first.filter((text) => !names?.includes(text));
  const renamed = unknown.filter((text) => names?.some((name) => !first.includes(name) && plain(name) === plain(text)));
  if (!names || renamed.length === 0 || renamed.length < unknown.length) return;
  const quoted = renamed.map((name) => `'${name}'`).join(', ');
  throw new TableError(
    `line 1: column names differ from the schema's in case or blanks (${quoted}); expected ${names.join(', ')}`,
  );
}

/** A column without a name is what a tool added. */
function checkSurplus(rows: readonly string[][], first: readonly string[], names: readonly string[] | undefined): void {
  // A column may be named by a year; a fraction is a value.
  const isValueRow =
    first.every((text) => text === '' || isNumber(text)) || first.some((text) => isNumber(text) && /[.-]/.test(text));
  if (!names && isValueRow && rows.length > 1) throw new TableError(valuesInHeader(first));
  if (first.length > 1 && first.at(-1) === '') {
    throw new TableError('the header ends with a separator; remove the separators at the ends of lines');
  }
  const [index] = first;
  if ((index === '' || index === 'Unnamed: 0') && !names?.includes(index)) {
    throw new TableError(
      'column 1 has no name, as the index that pandas adds; write the file with to_csv(..., index=False), or remove the column',
    );
  }
}

function checkForeignHeader(rows: readonly string[][], first: readonly string[], names: readonly string[]): void {
  const later = rows.findIndex((row) => row.some((text) => names.includes(text)) && row.length >= names.length);
  if (later > 0) {
    throw new TableError(
      `the column names are in row ${later + 1}, not 1; remove what is before them ('${first.join(',')}')`,
    );
  }
  if (first.length === names.length && first.some(isNumber)) throw new TableError(valuesInHeader(first));
}

function valuesInHeader(first: readonly string[]): string {
  const value = first.find(isNumber) ?? '';
  return `line 1 has values, such as '${value}', instead of column names; use --no-header if the file has none`;
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
