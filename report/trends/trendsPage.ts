import type { SchemaRef } from '../../contract/storeLayout';
import type { WindowSummary } from '../../contract/windowSummary';
import { featureName } from '../feature/featureName';
import { htmlPage, type Section } from '../html/htmlPage';
import { type Markup, markup } from '../html/markup';
import { factList, verdictHeading } from '../html/pageParts';
import { trendPlot } from '../plot/trendPlot';
import { formatCount, formatInstant } from '../text/formats';
import { type FeatureTrend, latestLimit } from './featureTrends';

export interface TrendsReport extends SchemaRef {
  /** At least one, by the start of the window. */
  readonly summaries: readonly WindowSummary[];
  readonly trends: readonly FeatureTrend[];
  /** ISO 8601 instant. */
  readonly writtenAt: string;
}

/** The number of windows, and how many broke a promise. */
export function summarizeTrends(summaries: readonly WindowSummary[]): string {
  const broken = summaries.filter(({ brokenPromises }) => brokenPromises.length > 0).length;
  return `${formatCount(summaries.length, 'window')}, ${broken === 0 ? 'none' : broken} with broken promises`;
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
  const { endpoint, schema, summaries } = report;
  const [first, last] = [summaries[0]?.window.from ?? '', summaries.at(-1)?.window.to ?? ''];
  const below = factList([
    { name: 'Endpoint', value: endpoint },
    { name: 'Schema', value: schema },
    { name: 'From', value: `${formatInstant(first)} UTC` },
    { name: 'To', value: `${formatInstant(last)} UTC` },
  ]);
  const broken = summaries.some(({ brokenPromises }) => brokenPromises.length > 0);
  return htmlPage({
    title: `Trends of ${endpoint}`,
    skip: { to: featuresSection.id, text: 'Skip to: Features' },
    header: verdictHeading({
      kind: 'Trends',
      look: broken ? 'broke' : 'held',
      sentence: `${summarizeTrends(summaries)}.`,
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
