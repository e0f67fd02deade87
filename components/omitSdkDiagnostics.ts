import * as pulumi from '@pulumi/pulumi';

/** The SDK's list of promises that it expects to settle: with one left at the end, an update fails. */
const tracking = require('@pulumi/pulumi/runtime/debuggable') as { debuggablePromise: TrackPromise };
type TrackPromise = <T>(promise: Promise<T>, context: unknown) => Promise<T>;

/**
 * Leaves out what Pulumi's SDK does only for its own debugging, more than half of the processor time of a preview's
 * program: a message to the engine for each step of each resource, shown with `--debug`; the source position of each
 * resource; and a stack trace for each promise, about 50 a resource. Registrations of resources stay tracked, without a trace,
 * so that an update still fails if one never ends. With `PULUMI_DEBUG_PROMISE_LEAKS`, which prints these traces, it does nothing.
 */
export function omitSdkDiagnostics(): void {
  if (process.env['PULUMI_DEBUG_PROMISE_LEAKS']) return;
  Object.assign(pulumi.log, { debug: () => Promise.resolve() });
  Object.assign(pulumi.Resource, { callsites: () => [] });
  const { debuggablePromise } = tracking;
  tracking.debuggablePromise = (promise, context) => {
    if (!isRegistration(context)) return promise;
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}

/** Whether a promise is that of a whole resource or of its call to the engine, by the text that the SDK gives it. */
const isRegistration = (context: unknown) => typeof context === 'string' && /^(resource:|monitor\.)/.test(context);
