import { scaleLinear } from 'd3-scale';
import { type Markup, markup } from '../html/markup';
import type { FeatureDistribution } from './featureDistribution';
import { plotFrame, roundPixels } from './plotFrame';

const width = 400;
const height = 54;
const x = scaleLinear().domain([0, 1]).range([12, 388]).clamp(true);

/** A distance and its limit, both 0..1. */
export type Distance = Pick<FeatureDistribution, 'distance' | 'limit'>;

/** Formats a limit without the rounding errors of a subtraction. */
export function limitText(limit: number): string {
  const plain = Number(limit.toPrecision(12));
  return Number.isInteger(plain * 100) ? plain.toFixed(2) : String(plain);
}

/** Formats a distance with three decimals, or with more if it would look equal to its limit. */
export function distanceFigure({ distance = 0, limit }: Distance): string {
  const digits = [3, 4, 5, 6, 8, 10].find(
    (count) => limit === undefined || distance === limit || Number(distance.toFixed(count)) !== limit,
  );
  return digits === undefined ? String(distance) : distance.toFixed(digits);
}

/** States whether a distance exceeds its limit. */
export function distanceText({ distance, limit }: Distance): string {
  if (distance === undefined) return 'Distance: not compared.';
  const distanceClause = `Distance ${distanceFigure({ distance, limit })}`;
  if (limit === undefined) return `${distanceClause}, no limit.`;
  return `${distanceClause}, ${distance > limit ? 'above' : 'within'} the limit of ${limitText(limit)}.`;
}

/** Draws the distance as a bar from 0 to 1, with a mark at the limit. */
export function distanceGauge(
  { feature, distance, limit }: Distance & { readonly feature: string },
  id: string,
): Markup {
  const over = distance !== undefined && limit !== undefined && distance > limit;
  const ticks = x
    .ticks(5)
    .map(
      (tick) =>
        markup`<text class="tick" x="${roundPixels(x(tick))}" y="48" text-anchor="middle">${tick.toFixed(1)}</text>`,
    );
  const limitMark =
    limit === undefined
      ? undefined
      : markup`<g class="limit"><line x1="${roundPixels(x(limit))}" x2="${roundPixels(x(limit))}" y1="14" y2="36"/><text x="${roundPixels(Math.min(Math.max(x(limit), 24), 376))}" y="10" text-anchor="middle">limit</text></g>`;
  return plotFrame({
    id,
    title: `${feature}: distance and limit`,
    description: distanceText({ distance, limit }),
    width,
    height,
    content: [
      markup`<rect class="gauge-track" x="${x(0)}" y="19" width="${x(1) - x(0)}" height="12" rx="3"/>`,
      markup`<rect class="gauge-bar ${over ? 'over' : 'within'}" x="${x(0)}" y="19" width="${roundPixels(x(distance ?? 0) - x(0))}" height="12" rx="3"/>`,
      markup`${limitMark}`,
      ...ticks,
    ],
  });
}
