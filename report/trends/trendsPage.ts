import type { SchemaRef } from '../../contract/storeLayout';
import { featureName } from '../feature/featureName';
import { htmlPage, type Section } from '../html/htmlPage';
import { type Markup, markup } from '../html/markup';
import { factList, verdictHeading } from '../html/pageParts';
import { trendPlot } from '../plot/trendPlot';
import { formatCount, formatInstant } from '../text/formats';
import { type FeatureTrend, latestLimit, type Trends, type TrendWindow } from './featureTrends';

/** Trends of an endpoint with at least one window. */
export interface TrendsReport extends SchemaRef, Trends {
  /** ISO 8601 instant. */
  readonly writtenAt: string;
}

/** The number of windows, and how many broke a promise. */
export function summarizeTrends(windows: readonly TrendWindow[]): string {
  const broken = windows.filter(({ brokenPromises }) => brokenPromises > 0).length;
  return `${formatCount(windows.length, 'window')}, ${broken === 0 ? 'none' : broken} with broken promises`;
}

const featuresSection: Section<TrendsReport> = {
  id: 'features',
  title: 'Features over time',
  short: 'Features',
  lead: () => 'The horizontal line is the limit of the last window. Large points are windows that broke a promise.',
  body: ({ trends }) => markup`<div class="features">${trends.map(featureFigure)}</div>`,
};

/** Renders the trends of an endpoint as an HTML page that opens from disk. */
export function trendsPage(report: TrendsReport): string {
  const { endpoint, schema, windows } = report;
  const [first, last] = [windows[0]?.from ?? '', windows.at(-1)?.to ?? ''];
  const below = factList([
    { name: 'Endpoint', value: endpoint },
    { name: 'Schema', value: schema },
    { name: 'From', value: `${formatInstant(first)} UTC` },
    { name: 'To', value: `${formatInstant(last)} UTC` },
  ]);
  const broken = windows.some(({ brokenPromises }) => brokenPromises > 0);
  return htmlPage({
    title: `Trends of ${endpoint}`,
    skip: { to: featuresSection.id, text: 'Skip to: Features' },
    header: verdictHeading({
      kind: 'Trends',
      look: broken ? 'broke' : 'held',
      sentence: `${summarizeTrends(windows)}.`,
      below,
    }),
    sections: [featuresSection],
    report,
    writtenBy: 'monitor trends',
    writtenAt: report.writtenAt,
    css: '.plot .point{fill:var(--drift-edge)}.plot .point.over{fill:var(--bad)}',
  });
}

function featureFigure(trend: FeatureTrend, index: number): Markup {
  const { name, points } = trend;
  const broke = (checks: readonly string[], check: string) => checks.includes(check);
  const drift = points.flatMap(({ from, drift, broken }) =>
    drift ? [{ at: new Date(from), value: drift.distance, broken: broke(broken, 'baseline_drift_check') }] : [],
  );
  const completeness = points.map(({ from, completeness: value, broken }) => ({
    at: new Date(from),
    value,
    broken: broke(broken, 'completeness_check'),
  }));
  const driftPlot =
    drift.length === 0
      ? markup`<p class="empty">No distance was compared.</p>`
      : trendPlot({
          id: `drift-${index}`,
          title: `${name}: drift distance over time`,
          unit: 'drift distance',
          points: drift,
          limit: latestLimit(trend),
        });
  return markup`<figure class="feature"><h3>${featureName(name)}</h3>${driftPlot}${trendPlot({
    id: `completeness-${index}`,
    title: `${name}: completeness over time`,
    unit: 'completeness',
    points: completeness,
  })}</figure>`;
}
