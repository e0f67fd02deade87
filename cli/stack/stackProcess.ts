import { UserError } from '../../contract/userError';

/** Returns a variable that `npm run setup` writes to `.cache/environment.json`. */
export function requireSetupVariable(name: 'REHEARSAL_PULUMI' | 'REHEARSAL_PYTHON' | 'REHEARSAL_NODE24'): string {
  const value = process.env[name];
  if (!value) throw new UserError(`${name} is not set: run 'npm run setup' first`);
  return value;
}

/**
 * A signal that is aborted when the process is asked to stop, so that child processes are stopped in order. A second
 * request ends the process at once.
 */
export function createStopSignal(): AbortSignal {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new UserError('stopped before the end; nothing is left running'));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return stop.signal;
}
