/** What a check found. `unknown`: it could not be read, which the text explains. */
export type CheckStatus = 'ok' | 'note' | 'problem' | 'unknown';

/** One line of the result. */
export interface Check {
  readonly check: string;
  readonly status: CheckStatus;
  readonly text: string;
}

const denials = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|NotAuthorized)$/;

/** Whether a call failed because the caller lacks a permission. */
function isDenied(error: unknown): boolean {
  return error instanceof Error && denials.test(error.name);
}

/** Runs a check; a call that fails becomes a line of its own, which names the missing permission. */
export async function runCheck(
  check: string,
  permission: string,
  run: () => Promise<Check | readonly Check[]>,
): Promise<readonly Check[]> {
  try {
    return [await run()].flat();
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    const reason = isDenied(error) ? `the caller needs ${permission}` : `${name}: ${message}`;
    return [{ check, status: 'unknown', text: `cannot be read (${reason})` }];
  }
}
