import type { SavedQuery } from './queryTable';

/** A text as a literal of SQL. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The SQL of a saved query with the values of its parameters. Throws without a value for each. */
export function bindValues({ name, sql, parameters }: SavedQuery, values: readonly string[]): string {
  if (values.length !== parameters.length) throw new Error(`${name} takes ${parameters.length} values`);
  return sql.split('?').reduce((text, part, i) => `${text}${quoteText(values[i - 1] ?? '')}${part}`);
}
