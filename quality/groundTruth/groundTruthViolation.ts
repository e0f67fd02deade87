import type { Sla } from '../../contract/sla';
import { javaDouble } from '../modelMonitor/javaDouble';

/** Waiting times for the ground truth of a window's records. */
export interface GroundTruthArrival {
  /** Hours from a prediction to its ground truth, for records that have it. */
  readonly latencies: readonly number[];
  /** Hours since a prediction, for records without ground truth. */
  readonly waiting: readonly number[];
}

/**
 * One sentence if ground truth violates an SLA's `groundTruthHours`, otherwise undefined. A record without ground truth
 * violates it once it is older than the limit.
 */
export function groundTruthViolation(
  { groundTruthHours: limit }: Pick<Sla, 'groundTruthHours'>,
  { latencies, waiting }: GroundTruthArrival,
): string | undefined {
  if (limit === undefined) return undefined;
  const late = latencies.filter((hours) => hours > limit);
  const missing = waiting.filter((hours) => hours > limit);
  if (late.length + missing.length === 0) return undefined;
  const longestWait = [...late, ...missing].reduce((longest, hours) => Math.max(longest, hours));
  return `Ground truth latency requirement is not met. Expected: within ${limit} hour(s). Observed: of ${latencies.length + waiting.length} record(s), ${late.length} had it later and ${missing.length} have none yet; the longest wait is ${javaDouble(longestWait)} hour(s).`;
}
