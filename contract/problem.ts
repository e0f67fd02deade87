/** One thing that is wrong with a document, and where in it. */
export interface Problem {
  /** The file that it stands in, with `:<line>` where the line is known; undefined for the document that was read. */
  readonly file?: string;
  readonly path: readonly (string | number)[];
  /** What is wrong, what is allowed, what to do. */
  readonly text: string;
}

/** `endpoints.churn.schedule: ...` or `slas/churn.yaml:7: features.age.driftLimit: ...`, as people read a problem. */
export function formatProblem({ file, path, text }: Problem): string {
  return [...(file ? [file] : []), ...(path.length > 0 ? [path.join('.')] : []), text].join(': ');
}
