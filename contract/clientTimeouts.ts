/**
 * How long a function waits for another service, milliseconds. Without limits, a call without a response would last until
 * the function is killed; with them, the AWS SDK repeats it. The SDK's clients take them as `requestHandler`.
 */
export const clientTimeouts = {
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
  /** Between two pieces of a body. */
  socketTimeout: 10_000,
} as const;
