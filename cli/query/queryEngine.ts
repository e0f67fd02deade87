/** A row of a query's result, by column. Numbers are as text where the engine has them so; undefined for null. */
export type QueryRow = Readonly<Record<string, string | undefined>>;

/** Runs SQL over the tables of a stack. */
export interface QueryEngine {
  /** Rows in the order of the result. Throws a UserError if the query fails. */
  run(sql: string): Promise<QueryRow[]>;
  close(): void;
}
