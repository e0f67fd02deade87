/** One thing that is wrong with a document, and where in it. */
export interface Problem {
  /** File with `:<line>` if the line is known; undefined for the document itself. */
  readonly file?: string;
  readonly path: readonly (string | number)[];
  /** What is wrong, what is allowed, what to do. */
  readonly text: string;
}

/** Text of a problem: `endpoints.churn.schedule: ...` or `slas/churn.yaml:7: features.age.driftLimit: ...`. */
export function formatProblem({ file, path, text }: Problem): string {
  return [...(file ? [file] : []), ...(path.length > 0 ? [path.join('.')] : []), text].join(': ');
}
