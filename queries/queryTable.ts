/** Types of columns, in Hive's words, as Glue has them. */
export type ColumnType = 'string' | 'bigint' | 'double' | 'boolean' | `struct<${string}>` | `array<${string}>`;

/** A table over objects with one JSON document a line, or over the files of a trail. */
export interface QueryTable {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  /** Types by column. Names are those of the documents' members, in lower case. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Columns that the key of an object has; all are texts. */
  readonly partitions: readonly string[];
}

/** A saved query. Its text is SQL that Athena (Trino) and DuckDB both run, with {@link duckdbMacros} in DuckDB. */
export interface SavedQuery {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  /** The values of its `?`, in order; each a word for people. */
  readonly parameters: readonly string[];
  /** Days before today that it reads. */
  readonly days: number;
  readonly sql: string;
}

/**
 * The functions of Athena that DuckDB lacks, as macros of DuckDB: the whole difference between the two for the saved queries.
 * Instants are UTC.
 */
export const duckdbMacros: readonly string[] = [
  'CREATE OR REPLACE MACRO from_iso8601_timestamp(text) AS CAST(text AS TIMESTAMP)',
  'CREATE OR REPLACE MACRO json_format(value) AS CAST(value AS VARCHAR)',
  'CREATE OR REPLACE MACRO json_parse(text) AS CAST(text AS JSON)',
  'CREATE OR REPLACE MACRO json_extract_scalar(document, path) AS json_extract_string(document, path)',
  'CREATE OR REPLACE MACRO regexp_like(text, pattern) AS regexp_matches(text, pattern)',
  'CREATE OR REPLACE MACRO regexp_split(text, pattern) AS regexp_split_to_array(text, pattern)',
  'CREATE OR REPLACE MACRO from_utf8(bytes) AS decode(bytes)',
  'CREATE OR REPLACE MACRO cardinality(items) AS len(items)',
  'CREATE OR REPLACE MACRO array_join(items, separator) AS array_to_string(items, separator)',
  'CREATE OR REPLACE MACRO slice(items, first, count) AS list_slice(items, first, first + count - 1)',
  'CREATE OR REPLACE MACRO sequence(first, last) AS generate_series(first, last)',
  'CREATE OR REPLACE MACRO width_bucket(value, edges) AS len(list_filter(edges, edge -> edge <= value))',
];

/** SQL of the first day of a span that ends today, as text such as `2026-11-02`. */
export function daysAgo(days: number): string {
  return `CAST(CAST(current_date - INTERVAL '${days}' DAY AS date) AS varchar)`;
}
