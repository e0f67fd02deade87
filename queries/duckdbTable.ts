import type { ColumnType, QueryTable } from './queryTable';
import { quoteText } from './sqlText';

const plainTypes: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
};

/** A column's type in DuckDB's words. */
function duckdbType(type: ColumnType): string {
  const plain = plainTypes[type];
  if (plain === undefined) throw new Error(`${type}: expected ${Object.keys(plainTypes).join(', ')}`);
  return plain;
}

/** Statement of DuckDB that reads a file with a JSON document a line into a table, the partitions' columns included. */
export function createJsonTable({ name, columns, partitions }: QueryTable, file: string): string {
  const types = [
    ...Object.entries(columns).map(([column, type]) => [column, duckdbType(type)]),
    ...partitions.map((column) => [column, 'VARCHAR']),
  ];
  const members = types.map(([column, type]) => `${column}: ${quoteText(type ?? '')}`).join(', ');
  return `CREATE TABLE ${name} AS SELECT * FROM read_json(${quoteText(file)}, format = 'newline_delimited', columns = {${members}})`;
}
