import type { Reject } from '../../contract/modelMonitorFiles';

/** Rejects that are kept, of a window or file; all are counted. */
export const mostKeptRejects = 10_000;

/** What was set aside: counted, and the first 10,000 kept, so that a broken producer fills no memory. */
export class RejectList {
  count = 0;
  readonly kept: Reject[] = [];

  add(reject: Reject): void {
    this.count += 1;
    if (this.kept.length < mostKeptRejects) this.kept.push(reject);
  }
}
