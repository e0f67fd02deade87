/** A mistake that its reader can fix: the command line prints the message without a stack trace. */
export class UserError extends Error {}

/** The error for a file or folder that cannot be read: `slas/churn.yaml: cannot be read (ENOENT: ...)`. */
export function unreadable(path: string, error: unknown): UserError {
  return new UserError(`${path}: cannot be read (${error instanceof Error ? error.message : String(error)})`);
}
