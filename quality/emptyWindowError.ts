import type { Reject } from '../contract/modelMonitorFiles';

/** No row of a window could be read, so there is nothing to compare with the baseline. */
export class EmptyWindowError extends Error {
  override readonly name = 'EmptyWindowError';

  constructor(
    files: number,
    /** Every line, and why it could not be read. */
    readonly rejects: readonly Reject[],
  ) {
    super(
      files === 0
        ? 'The window has no capture file; check that data capture is on and writes to the prefix that the schedule reads.'
        : `The window has no row that could be read: ${files} capture file(s), ${rejects.length} reject(s); see the rejects for each line and its reason.`,
    );
  }
}
