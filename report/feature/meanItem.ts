import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { type Markup, markup } from '../html/markup';

/** `Mean: 60.1 → 48.2.` as an item of a list; undefined where a side has none. */
export function meanItem(
  before: FeatureStatistics | undefined,
  after: FeatureStatistics | undefined,
): Markup | undefined {
  const [old, current] = [before?.numerical_statistics?.mean, after?.numerical_statistics?.mean];
  if (old === undefined || current === undefined) return undefined;
  return markup`<li>Mean: ${Number(old.toPrecision(4))} → ${Number(current.toPrecision(4))}.</li>`;
}
