import type { QueryTable } from './queryTable';
import { quoteText } from './sqlText';

const plainTypes: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
};

/** A type of Hive in DuckDB's words: `struct<a:string>` is `STRUCT(a VARCHAR)`, `array<string>` is `VARCHAR[]`. */
function duckdbType(type: string): string {
  const { kind, inner = '' } = /^(?<kind>struct|array)<(?<inner>.*)>$/.exec(type)?.groups ?? {};
  if (kind === 'array') return `${duckdbType(inner)}[]`;
  if (kind === 'struct') {
    const members = splitMembers(inner).map((member) => {
      const colon = member.indexOf(':');
      return `${member.slice(0, colon)} ${duckdbType(member.slice(colon + 1))}`;
    });
    return `STRUCT(${members.join(', ')})`;
  }
  const plain = plainTypes[type];
  if (plain === undefined) throw new Error(`${type}: expected ${Object.keys(plainTypes).join(', ')}, array or struct`);
  return plain;
}

/** Members of a struct, at the commas that no inner type encloses. */
function splitMembers(text: string): string[] {
  const members = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '<') depth += 1;
    if (character === '>') depth -= 1;
    if (character === ',' && depth === 0) members.push('');
    else members[members.length - 1] += character;
  }
  return members;
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

/** A statement of Athena with the types and the JSON paths of DuckDB. */
export function toDuckdb(sql: string): string {
  return sql
    .replace(/array\((?<type>double|varchar)\)/g, '$<type>[]')
    .replace(/'\$\["(?<key>[^"]*)"\]'/g, `'$."$<key>"'`);
}
