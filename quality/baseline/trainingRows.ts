import type { Reject } from '../../contract/modelMonitorFiles';
import type { ColumnProfile } from '../profile/columnStatistics';

/** A training window of which all rows were taken. */
export interface TrainingRows {
  readonly rows: number;
  /** What was set aside: the first 10,000, and how many there were. */
  readonly rejects: { readonly kept: Reject[]; readonly count: number };
  /** What is wrong with the window as a whole, one sentence each. */
  readonly problems: readonly string[];
  /** Profiles of the schema's columns, in its order. */
  readonly columns: readonly ColumnProfile[];
}
