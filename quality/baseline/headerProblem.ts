/** A column of a schema, as a header is checked. */
interface ExpectedColumn {
  readonly name: string;
  /** Whether a file may lack it. */
  readonly optional: boolean;
}

/**
 * Why a header does not fit, in one clause; undefined if it does. `columns` are the known columns of its names, undefined for
 * a name of none.
 */
export function headerProblem(
  names: readonly string[],
  columns: readonly (ExpectedColumn | undefined)[],
  known: readonly ExpectedColumn[],
): string | undefined {
  const quoted = (list: readonly string[]) => list.map((name) => `'${name}'`).join(', ');
  const missing = known.filter((column) => !column.optional && !columns.includes(column)).map(({ name }) => name);
  const unknown = names.filter((_, i) => columns[i] === undefined);
  const twice = names.filter((_, i) => columns[i] !== undefined && columns.indexOf(columns[i]) !== i);
  const clauses = [
    ...(missing.length > 0 ? [`lacks ${quoted(missing)}`] : []),
    ...(unknown.length > 0 ? [`has unknown column(s) ${quoted(unknown)}`] : []),
    ...(twice.length > 0 ? [`has duplicate column(s) ${quoted(twice)}`] : []),
  ];
  return clauses.length === 0 ? undefined : `the header ${clauses.join(' and ')}`;
}
