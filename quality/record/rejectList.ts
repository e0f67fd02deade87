import type { Reject, RejectCause } from '../../contract/modelMonitorFiles';
import { RejectCauses } from './rejectCauses';

/** The number of rejects of a window or file that are kept; all are counted. */
export const maxKeptRejects = 10_000;

/** Rejects: counted by cause, and the first 10,000 kept, so that a broken producer cannot fill the memory. */
export class RejectList<Item extends Reject = Reject> {
  count = 0;
  /** Rows of the rejects: those of a rejected record as far as they can be counted, at least 1 each. */
  rows = 0;
  readonly kept: Item[] = [];
  private readonly causesByReason = new RejectCauses();

  add(reject: Item, rows = 1): void {
    this.count += 1;
    this.rows += rows;
    this.causesByReason.add(reject);
    if (this.kept.length < maxKeptRejects) this.kept.push(reject);
  }

  /** Those of most rejects first. */
  get causes(): RejectCause[] {
    return this.causesByReason.list;
  }
}
