import type { Reject, RejectCause } from '../../contract/modelMonitorFiles';
import type { ColumnProfile } from '../profile/columnStatistics';

/** Rejected lines and rows of a training window. */
export interface TrainingRejects {
  /** The first 10,000. */
  readonly kept: Reject[];
  readonly count: number;
  /** The rows in them, where that is another number. */
  readonly rows?: number;
  /** By their reasons, the most frequent first. */
  readonly causes: readonly RejectCause[];
  /** Captures that could not be read to their end. A table that cannot is refused. */
  readonly truncatedFiles?: readonly string[];
}

/** The rows of a training window. */
export interface TrainingRows {
  readonly rows: number;
  readonly rejects: TrainingRejects;
  /** Problems of the window as a whole, one sentence each. */
  readonly problems: readonly string[];
  /** Profiles of the schema's columns, in schema order. */
  readonly columns: readonly ColumnProfile[];
  /** Headers that stood among the rows; they are not rows. */
  readonly headerRows: number;
}

/** A row of JSON: values by name, or in the order of the schema's columns; null is a missing value. */
export interface JsonRow {
  readonly line: number;
  readonly values: Readonly<Record<string, string | null>> | readonly (string | null)[];
}
