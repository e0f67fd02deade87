import { UserError } from '../../contract/userError';

/**
 * Aborted when the process is told to stop, so that what it started is ended in order. Whoever asks twice does not want
 * to wait: the process ends at once, and what it started with it.
 */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new UserError('stopped before the end; nothing is left running'));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return stop.signal;
}
