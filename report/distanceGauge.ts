import { scaleLinear } from 'd3-scale';
import type { FeatureDistribution } from './featureDistribution';
import { type Markup, markup } from './markup';
import { plotFrame } from './plotFrame';
import { rounded } from './rounded';

const width = 400;
const height = 54;
const x = scaleLinear().domain([0, 1]).range([12, 388]).clamp(true);

/** Whether the distance is above its limit, in words. */
export function distanceText({ distance, limit }: Pick<FeatureDistribution, 'distance' | 'limit'>): string {
  if (distance === undefined) return 'Distance: not compared.';
  const measured = `Distance ${distance.toFixed(3)}`;
  if (limit === undefined) return `${measured}, no limit set.`;
  return `${measured}, ${distance > limit ? 'over' : 'within'} the limit of ${limit.toFixed(2)}.`;
}

/** The distance between the two distributions as a bar from 0 to 1, with the limit as a mark across it. */
export function distanceGauge(distribution: FeatureDistribution, id: string): Markup {
  const { feature, distance, limit } = distribution;
  const over = distance !== undefined && limit !== undefined && distance > limit;
  const ticks = x
    .ticks(5)
    .map(
      (tick) =>
        markup`<text class="tick" x="${rounded(x(tick))}" y="48" text-anchor="middle">${tick.toFixed(1)}</text>`,
    );
  const limitMark =
    limit === undefined
      ? undefined
      : markup`<g class="limit"><line x1="${rounded(x(limit))}" x2="${rounded(x(limit))}" y1="14" y2="36"/><text x="${rounded(Math.max(x(limit), 24))}" y="10" text-anchor="middle">limit</text></g>`;
  return plotFrame({
    id,
    title: `${feature}: distance and limit`,
    description: distanceText(distribution),
    width,
    height,
    content: [
      markup`<rect class="gauge-track" x="${x(0)}" y="19" width="${x(1) - x(0)}" height="12" rx="3"/>`,
      markup`<rect class="gauge-bar ${over ? 'over' : 'within'}" x="${x(0)}" y="19" width="${rounded(x(distance ?? 0) - x(0))}" height="12" rx="3"/>`,
      markup`${limitMark}`,
      ...ticks,
    ],
  });
}
