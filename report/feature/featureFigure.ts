import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { type Markup, type MarkupPart, markup } from '../html/markup';
import { badge } from '../html/pageParts';
import { type Distance, distanceGauge } from '../plot/distanceGauge';
import { distributionPlot } from '../plot/distributionPlot';
import type { FeatureDistribution, SideNames } from '../plot/featureDistribution';

interface FeatureFigure extends Distance {
  readonly feature: string;
  /** Unique in the page. */
  readonly id: string;
  readonly sides: SideNames;
  readonly distribution: FeatureDistribution | undefined;
  /** Shown instead of the plot if there is none. */
  readonly noPlot: string;
  readonly badge: Markup;
  /** Between the heading and the plot. @default nothing */
  readonly above?: MarkupPart;
  readonly caption: MarkupPart;
}

/** A badge that states whether a feature drifted. */
export function driftBadge({ distance, limit }: Distance): Markup {
  if (distance === undefined) return badge('quiet', 'not compared');
  if (limit === undefined) return badge('quiet', 'no limit');
  return distance > limit ? badge('warn', 'drifted') : badge('good', 'within the limit');
}

/** A feature on two sides: its plot, a gauge of the distance, and a caption. */
export function featureFigure(figure: FeatureFigure): Markup {
  const { feature, id, sides, distribution, distance } = figure;
  const plot = distribution
    ? distributionPlot(distribution, sides, `feature-${id}`)
    : markup`<p class="empty">${figure.noPlot}</p>`;
  const gauge = distance === undefined ? undefined : distanceGauge(figure, `distance-${id}`);
  return markup`<figure class="feature"><h3>${feature} ${figure.badge}</h3>${figure.above}${plot}${gauge}<figcaption>${figure.caption}</figcaption></figure>`;
}

/** `Mean: 60.1 → 48.2.` as a list item; undefined if a side has no mean. */
export function meanItem(
  before: FeatureStatistics | undefined,
  after: FeatureStatistics | undefined,
): Markup | undefined {
  const [old, current] = [before?.numerical_statistics?.mean, after?.numerical_statistics?.mean];
  if (old === undefined || current === undefined) return undefined;
  return markup`<li>Mean: ${Number(old.toPrecision(4))} → ${Number(current.toPrecision(4))}.</li>`;
}
