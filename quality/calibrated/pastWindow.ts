import type { Statistics } from '../../contract/modelMonitorFiles';

/** A past window's numbers, as its report has them. */
export interface PastWindow {
  readonly from: Date;
  readonly to: Date;
  readonly statistics: Statistics;
}
