import type { Sla } from '../../contract/sla';
import { javaDouble } from '../modelMonitor/javaDouble';

/** How long the ground truth of a window's records took. */
export interface GroundTruthArrival {
  /** Hours from a prediction to its ground truth, for the records that have theirs. */
  readonly latencies: readonly number[];
  /** Hours since a prediction, for the records that are still without. */
  readonly waiting: readonly number[];
}

/**
 * What ground truth breaks of an SLA's `groundTruthHours`: one sentence, or undefined. A record that is still without
 * breaks the contract once it is older than the limit.
 */
export function groundTruthViolation(
  { groundTruthHours: limit }: Pick<Sla, 'groundTruthHours'>,
  { latencies, waiting }: GroundTruthArrival,
): string | undefined {
  if (limit === undefined) return undefined;
  const late = latencies.filter((hours) => hours > limit);
  const missing = waiting.filter((hours) => hours > limit);
  if (late.length + missing.length === 0) return undefined;
  const oldest = [...late, ...missing].reduce((most, hours) => Math.max(most, hours));
  return `Ground truth latency requirement is not met. Expected: within ${limit} hour(s). Observed: of ${latencies.length + waiting.length} record(s), ${late.length} had it later and ${missing.length} have none yet; the longest wait is ${javaDouble(oldest)} hour(s).`;
}
