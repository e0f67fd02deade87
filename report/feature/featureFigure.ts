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
  /** Text in place of a missing plot. */
  readonly noPicture: string;
  readonly badge: Markup;
  /** Content between heading and plot. @default none */
  readonly above?: MarkupPart;
  readonly caption: MarkupPart;
}

/** Badge that shows whether a feature drifted. */
export function driftBadge({ distance, limit }: Distance): Markup {
  if (distance === undefined) return badge('quiet', 'not compared');
  if (limit === undefined) return badge('quiet', 'no limit');
  return distance > limit ? badge('warn', 'drifted') : badge('good', 'within its limit');
}

/** A feature on two sides: plot, distance gauge and caption. */
export function featureFigure(figure: FeatureFigure): Markup {
  const { feature, id, sides, distribution, distance } = figure;
  const picture = distribution
    ? distributionPlot(distribution, sides, `feature-${id}`)
    : markup`<p class="empty">${figure.noPicture}</p>`;
  const gauge = distance === undefined ? undefined : distanceGauge(figure, `distance-${id}`);
  return markup`<figure class="feature"><h3>${feature} ${figure.badge}</h3>${figure.above}${picture}${gauge}<figcaption>${figure.caption}</figcaption></figure>`;
}

/** `Mean: 60.1 → 48.2.` as a list item; undefined if a side has none. */
export function meanItem(
  before: FeatureStatistics | undefined,
  after: FeatureStatistics | undefined,
): Markup | undefined {
  const [old, current] = [before?.numerical_statistics?.mean, after?.numerical_statistics?.mean];
  if (old === undefined || current === undefined) return undefined;
  return markup`<li>Mean: ${Number(old.toPrecision(4))} → ${Number(current.toPrecision(4))}.</li>`;
}
