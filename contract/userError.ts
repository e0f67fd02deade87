/** A mistake that its reader can fix: the command line prints the message without a stack trace. */
export class UserError extends Error {}

/**
 * The error for a file or folder that cannot be read: `slas/churn.yaml: cannot be read (ENOENT: ...)`, and what to do
 * about it, if that is more than to look at the path.
 */
export function unreadable(path: string, error: unknown, remedy?: string): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(`${path}: cannot be read (${reason})${remedy === undefined ? '' : `; ${remedy}`}`);
}
