import type { ZodError } from 'zod';

/** One thing that is wrong with a document, and where in it. */
export interface Problem {
  readonly path: readonly (string | number)[];
  /** What is wrong, what is allowed, what to do. */
  readonly text: string;
}

/** A schema library's findings, one sentence each; an unknown key is a problem of its own. */
export function problemsOf(error: ZodError): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...path, key],
        text: 'unknown key; remove it or correct its spelling',
      }));
    }
    return [{ path, text: issue.message }];
  });
}

/** `endpoints.churn.schedule: ...`, the form in which people read a problem. */
export function formatProblem(problem: Problem): string {
  return problem.path.length === 0 ? problem.text : `${problem.path.join('.')}: ${problem.text}`;
}
