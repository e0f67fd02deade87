import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { type BaselineDifference, diffBaselines, type FeatureDifference } from '../../quality/baseline/diffBaselines';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import { meanShift } from '../feature/featureMeasures';

/** A feature that differs, with its statistics on both sides. */
export interface DiffFeature extends FeatureDifference {
  readonly statisticsOf: {
    readonly before: FeatureStatistics | undefined;
    readonly after: FeatureStatistics | undefined;
  };
}

/** Everything that the page shows. */
export interface DiffReport {
  /** ISO 8601 instant. */
  readonly writtenAt: string;
  readonly before: OpenBaseline;
  readonly after: OpenBaseline;
  readonly difference: BaselineDifference;
  /** The features that differ: first added and removed ones, then by drift, then by shift. */
  readonly changed: readonly DiffFeature[];
}

/** Compares two baselines for their page. */
export function diffReport(before: OpenBaseline, after: OpenBaseline, writtenAt: Date): DiffReport {
  const difference = diffBaselines(before, after);
  const [old, current] = [before, after].map(
    ({ statistics }) => new Map(statistics.features.map((feature) => [feature.name, feature])),
  );
  const changed = difference.features
    .filter(({ status }) => status !== 'same')
    .map((difference) => ({
      ...difference,
      statisticsOf: { before: old?.get(difference.feature), after: current?.get(difference.feature) },
    }))
    .sort((a, b) => gravity(b) - gravity(a) || shift(b) - shift(a) || 0);
  return { writtenAt: writtenAt.toISOString(), before, after, difference, changed };
}

function shift({ statisticsOf: { before, after } }: DiffFeature): number {
  return Math.min(meanShift(before, after), Number.MAX_VALUE);
}

/** Drift divided by its limit. A feature that only one side has, or whose type changed, comes before any drift. */
function gravity({ status, type, drift }: FeatureDifference): number {
  if (status === 'added' || status === 'removed' || type.before !== type.after) return Number.MAX_VALUE;
  if (!drift || drift.distance === 0) return 0;
  return drift.threshold === 0 ? Number.MAX_VALUE : drift.distance / drift.threshold;
}

/** Whether the drift exceeds the limit of the newer baseline. */
export function exceeds({ drift }: FeatureDifference): boolean {
  return drift !== undefined && drift.distance > drift.threshold;
}
