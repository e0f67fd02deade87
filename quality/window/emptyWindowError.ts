import type { Reject } from '../../contract/modelMonitorFiles';

/** The window has no usable row, so nothing can be compared with the baseline. */
export class EmptyWindowError extends Error {
  override readonly name = 'EmptyWindowError';

  constructor(
    readonly files: number,
    /** The first 10,000 rejects. */
    readonly rejects: readonly Reject[],
    /** The number of all rejects. */
    readonly rejectCount: number,
  ) {
    super(
      files === 0
        ? 'The window has no capture files. Check that data capture is on and writes to the prefix that the schedule reads.'
        : `The window has no usable row: ${files} capture file(s), ${rejectCount} reject(s). See the rejects for lines and reasons.`,
    );
  }
}
