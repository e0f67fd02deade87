/**
 * Defaults of a monitor, overridden by an endpoint's settings or a component's arguments. Both take the values from
 * here, so a stack and a program of its own monitor alike.
 */
export const monitorDefaults = {
  schedule: 'cron(0 * ? * * *)',
  instanceType: 'ml.m5.large',
  instanceCount: 1,
  /** SageMaker moves the files and publishes the metrics; the container itself needs no network. */
  networkIsolation: true,
  /** A job that is stopped leaves its window unchecked, so the limit is near the 60 minutes of an hourly schedule. */
  maxRuntimeMinutes: 50,
} as const;

/** Defaults of the analyzer, one function for all endpoints of a stack. */
export const analyzerDefaults = { memoryMb: 1024, timeoutSeconds: 300 } as const;
