import type { Reject, RejectCause } from '../../contract/modelMonitorFiles';
import type { CaptureNotes, ContainerRefusal, OddRecords, UnknownKey } from '../record/noteList';
import type { WindowRejects } from './windowRows';

/** The window has no usable row, so nothing can be compared with the baseline. */
export class EmptyWindowError extends Error implements WindowRejects, CaptureNotes {
  override readonly name = 'EmptyWindowError';
  readonly rejects: Reject[];
  readonly rejectCount: number;
  readonly rejectedRows: number;
  readonly rejectCauses: RejectCause[];
  readonly truncatedFiles: readonly string[];
  /** Records that the schema excludes. */
  readonly excludedRecords: number;
  readonly headerRows: number;
  readonly unknownKeys: readonly UnknownKey[];
  readonly oddities: readonly OddRecords[];
  readonly containerRefusals: readonly ContainerRefusal[];

  constructor(
    readonly files: number,
    window: WindowRejects & CaptureNotes,
  ) {
    const { rejectCount, excludedRecords } = window;
    super(
      files === 0
        ? 'The window has no capture files. Check that data capture is on and writes to the prefix that the schedule reads.'
        : `The window has no usable row: ${files} capture file(s), ${rejectCount} reject(s)${excludedRecords > 0 ? `, ${excludedRecords} record(s) left out by captures.exclude` : ''}. See the rejects for lines and reasons.`,
    );
    this.rejects = window.rejects;
    this.rejectCount = rejectCount;
    this.rejectedRows = window.rejectedRows;
    this.rejectCauses = window.rejectCauses;
    this.truncatedFiles = window.truncatedFiles;
    this.excludedRecords = excludedRecords;
    this.headerRows = window.headerRows;
    this.unknownKeys = window.unknownKeys;
    this.oddities = window.oddities;
    this.containerRefusals = window.containerRefusals;
  }
}
