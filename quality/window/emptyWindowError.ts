import type { Reject } from '../../contract/modelMonitorFiles';

/** No row of a window could be read, so there is nothing to compare with the baseline. */
export class EmptyWindowError extends Error {
  override readonly name = 'EmptyWindowError';

  constructor(
    readonly files: number,
    /** The first 10,000 lines, and why they could not be read. */
    readonly rejects: readonly Reject[],
    /** How many lines could not be read. */
    readonly rejectCount: number,
  ) {
    super(
      files === 0
        ? 'The window has no capture file; check that data capture is on and writes to the prefix that the schedule reads.'
        : `The window has no row that could be read: ${files} capture file(s), ${rejectCount} reject(s); see the rejects for each line and its reason.`,
    );
  }
}
