import type { SchemaRef } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import type { WindowSummary } from '../../contract/windowSummary';
import { limitText } from '../../report/plot/distanceGauge';
import { formatPercent } from '../../report/text/formats';
import { sparkline } from '../../report/text/sparkline';
import { textTable } from '../../report/text/textTable';
import { distancesOf, type FeatureTrend, featureTrends, latestLimit } from '../../report/trends/featureTrends';
import { summarizeTrends, trendsPage } from '../../report/trends/trendsPage';
import { openStore } from '../../store/openStore';
import { windowSummaries } from '../../store/windowSummaries';
import { type CaptureWindow, formatMinute, refuseEmptyWindow } from '../input/captureWindow';
import { exitCodes } from '../terminal/exitCodes';
import { refuseInvalidNames } from '../terminal/options';
import { printEmpty, printJson, printText } from '../terminal/output';
import { writePage } from '../terminal/writePage';

interface MonitorTrendsOptions extends CaptureWindow, SchemaRef {
  readonly store: string;
  /** All features if absent. */
  readonly feature?: readonly string[];
  readonly html?: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Shows drift and completeness of an endpoint's features over time, from the summaries in the store. */
export async function showTrends(options: MonitorTrendsOptions): Promise<void> {
  const { endpoint, schema, json, html } = options;
  refuseEmptyWindow(options);
  refuseInvalidNames(options);
  const store = openStore(options.store, options.endpointUrl);
  try {
    const summaries = await windowSummaries(store, options, options);
    if (summaries.length === 0) {
      const span = options.from || options.to ? ' in this span' : '';
      const reason = `no summary of endpoint ${endpoint} with schema ${schema} in ${store.address}${span}; the incident function writes one for each run`;
      printEmpty('show', reason, json ? { endpoint, schema, windows: [], features: [] } : undefined);
      process.exitCode = exitCodes.empty;
      return;
    }
    const trends = selectFeatures(featureTrends(summaries), options.feature);
    if (html !== undefined) {
      await writePage(html, trendsPage({ endpoint, schema, summaries, trends, writtenAt: new Date().toISOString() }));
    }
    if (json) printJson({ endpoint, schema, windows: summaries.map(windowJson), features: trends, html });
    else printText(describeTrends(summaries, trends, html));
  } finally {
    store.close();
  }
}

function selectFeatures(trends: readonly FeatureTrend[], names: readonly string[] | undefined): FeatureTrend[] {
  if (!names) return [...trends];
  const known = trends.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UserError(`unknown feature '${unknown}': expected ${known.join(', ')}`);
  return trends.filter(({ name }) => names.includes(name));
}

function windowJson({ window, baseline, rows, rejected, brokenPromises }: WindowSummary) {
  return { ...window, baseline, rows, rejected, brokenPromises: brokenPromises.length };
}

const columns = [
  { title: 'feature' },
  { title: 'drift' },
  { title: 'last', numeric: true },
  { title: 'highest', numeric: true },
  { title: 'limit', numeric: true },
  { title: 'completeness' },
  { title: 'last', numeric: true },
  { title: 'lowest', numeric: true },
  { title: 'broke', numeric: true },
];

function describeTrends(summaries: readonly WindowSummary[], trends: readonly FeatureTrend[], html?: string): string {
  const [first, last] = [summaries[0]?.window.from ?? '', summaries.at(-1)?.window.to ?? ''];
  return [
    `${summarizeTrends(summaries)}, from ${formatMinute(new Date(first))} to ${formatMinute(new Date(last))}`,
    ...textTable(columns, trends.map(tableRow)).map((line) => `  ${line}`),
    ...(html === undefined ? [] : [`page written to ${html}`]),
  ].join('\n');
}

function tableRow(trend: FeatureTrend): string[] {
  const distances = distancesOf(trend);
  const limit = latestLimit(trend);
  const shares = trend.points.map(({ completeness }) => completeness);
  const figure = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(3));
  return [
    trend.name,
    sparkline(distances, Math.max(...distances, limit ?? 0), Math.max),
    figure(distances.at(-1)),
    figure(distances.length === 0 ? undefined : Math.max(...distances)),
    limit === undefined ? '–' : limitText(limit),
    sparkline(shares, 1, Math.min),
    formatPercent(shares.at(-1) ?? 0),
    formatPercent(Math.min(...shares)),
    String(trend.points.filter(({ broken }) => broken.length > 0).length),
  ];
}
