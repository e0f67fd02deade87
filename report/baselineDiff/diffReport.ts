import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { type BaselineDifference, diffBaselines, type FeatureDifference } from '../../quality/baseline/diffBaselines';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import { meanShift } from '../feature/featureMeasures';

/** A changed feature with its statistics on both sides. */
export interface DiffFeature extends FeatureDifference {
  readonly statisticsOf: {
    readonly before: FeatureStatistics | undefined;
    readonly after: FeatureStatistics | undefined;
  };
}

/** Content of the page of two baselines. */
export interface DiffReport {
  /** ISO 8601 instant. */
  readonly writtenAt: string;
  readonly before: OpenBaseline;
  readonly after: OpenBaseline;
  readonly difference: BaselineDifference;
  /** Changed features: added and removed ones first, then by drift, then by shift. */
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
    .map((change) => ({
      ...change,
      statisticsOf: { before: old?.get(change.feature), after: current?.get(change.feature) },
    }))
    .sort((a, b) => gravity(b) - gravity(a) || shift(b) - shift(a) || 0);
  return { writtenAt: writtenAt.toISOString(), before, after, difference, changed };
}

function shift({ statisticsOf: { before, after } }: DiffFeature): number {
  return Math.min(meanShift(before, after), Number.MAX_VALUE);
}

/** Drift relative to its limit; infinite for a feature on one side only or of another type. */
function gravity({ status, type, drift }: FeatureDifference): number {
  if (status === 'added' || status === 'removed' || type.before !== type.after) return Number.MAX_VALUE;
  if (!drift || drift.distance === 0) return 0;
  return drift.threshold === 0 ? Number.MAX_VALUE : drift.distance / drift.threshold;
}

/** Whether the distance exceeds the newer baseline's limit. */
export function exceeds({ drift }: FeatureDifference): boolean {
  return drift !== undefined && drift.distance > drift.threshold;
}
