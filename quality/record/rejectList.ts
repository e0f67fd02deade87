import type { Reject } from '../../contract/modelMonitorFiles';

/** The number of rejects of a window or file that are kept; all are counted. */
export const maxKeptRejects = 10_000;

/** Rejects: counted, and the first 10,000 kept, so that a broken producer cannot fill the memory. */
export class RejectList<Item extends Reject = Reject> {
  count = 0;
  readonly kept: Item[] = [];

  add(reject: Item): void {
    this.count += 1;
    if (this.kept.length < maxKeptRejects) this.kept.push(reject);
  }
}
