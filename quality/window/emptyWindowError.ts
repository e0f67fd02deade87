import type { Reject, RejectCause } from '../../contract/modelMonitorFiles';
import type { CaptureNotes } from '../record/noteList';
import type { WindowRejects } from './windowRows';

/** The window has no usable row, so nothing can be compared with the baseline. */
export class EmptyWindowError extends Error implements WindowRejects {
  override readonly name = 'EmptyWindowError';
  readonly rejects: Reject[];
  readonly rejectCount: number;
  readonly rejectedRows: number;
  readonly rejectCauses: RejectCause[];
  /** Records that the schema excludes. */
  readonly excludedRecords: number;

  constructor(
    readonly files: number,
    {
      rejects,
      rejectCount,
      rejectedRows,
      rejectCauses,
      excludedRecords,
    }: WindowRejects & Pick<CaptureNotes, 'excludedRecords'>,
  ) {
    super(
      files === 0
        ? 'The window has no capture files. Check that data capture is on and writes to the prefix that the schedule reads.'
        : `The window has no usable row: ${files} capture file(s), ${rejectCount} reject(s)${excludedRecords > 0 ? `, ${excludedRecords} record(s) left out by captures.exclude` : ''}. See the rejects for lines and reasons.`,
    );
    this.rejects = rejects;
    this.rejectCount = rejectCount;
    this.rejectedRows = rejectedRows;
    this.rejectCauses = rejectCauses;
    this.excludedRecords = excludedRecords;
  }
}
