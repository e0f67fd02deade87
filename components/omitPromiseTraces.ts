/** Functions of Pulumi's SDK that format a trace for each promise and each resource, which it prints only for its own debugging. */
const tracingFunctions: readonly (string | null)[] = ['debuggablePromise', 'callsites'];

let omitted = false;

/**
 * Leaves out the traces that Pulumi's SDK keeps of promises (about 30 a resource, each formatted with source maps): they
 * took more than half of a preview's processor time. Every other error keeps its whole trace. With
 * `PULUMI_DEBUG_PROMISE_LEAKS`, which prints these traces, it does nothing.
 */
export function omitPromiseTraces(): void {
  if (omitted || process.env['PULUMI_DEBUG_PROMISE_LEAKS']) return;
  omitted = true;
  const format = Error.prepareStackTrace ?? plainTrace;
  Error.prepareStackTrace = (error, frames) =>
    tracingFunctions.includes(frames[0]?.getFunctionName() ?? null) ? '' : (format(error, frames) as string);
}

/** A trace for a program without source maps. */
const plainTrace = (error: Error, frames: readonly NodeJS.CallSite[]) => {
  const places = frames.map(
    (frame) =>
      `${frame.getFunctionName()} (${frame.getFileName()}:${frame.getLineNumber()}:${frame.getColumnNumber()})`,
  );
  return [`${error}`, ...places].join('\n    at ');
};
