import { UserError } from '../../contract/userError';
import { limitText } from '../../report/plot/distanceGauge';
import { formatPercent } from '../../report/text/formats';
import { sparkline } from '../../report/text/sparkline';
import { textTable } from '../../report/text/textTable';
import { distancesOf, type FeatureTrend, latestLimit, type TrendWindow } from '../../report/trends/featureTrends';
import { summarizeTrends, trendsPage } from '../../report/trends/trendsPage';
import { type CaptureWindow, formatMinute, refuseEmptyWindow } from '../input/captureWindow';
import { exitCodes } from '../terminal/exitCodes';
import { refuseInvalidNames } from '../terminal/options';
import { printEmpty, printJson, printText } from '../terminal/output';
import { writePage } from '../terminal/writePage';
import { showTrendQuery } from './trendQuery';
import { describeSource, readTrends, refuseOtherSources, type TrendSourceOptions } from './trendSource';

interface MonitorTrendsOptions extends CaptureWindow, TrendSourceOptions {
  readonly endpoint?: string;
  readonly schema?: string;
  /** All features if absent. */
  readonly feature?: readonly string[];
  /** Saved query to run instead. */
  readonly query?: string;
  readonly html?: string;
  readonly json: boolean;
}

/** Shows drift and completeness of an endpoint's features over time, or the rows of a saved query. */
export async function showTrends(options: MonitorTrendsOptions): Promise<void> {
  const { endpoint, schema, query, json, html } = options;
  refuseOtherSources(options);
  if (query !== undefined) {
    const unused = Object.entries({ '--html': html, '--from': options.from, '--to': options.to, '--schema': schema });
    const [flag] = unused.find(([, value]) => value !== undefined) ?? [];
    if (flag !== undefined) throw new UserError(`${flag} cannot be combined with --query; a query has its own span`);
    return showTrendQuery({ ...options, query });
  }
  if (endpoint === undefined || schema === undefined) throw new UserError('use --endpoint and --schema, or --query');
  const ref = { endpoint, schema };
  refuseEmptyWindow(options);
  refuseInvalidNames(ref);
  const read = await readTrends({ ...options, ...ref });
  const { windows } = read;
  if (windows.length === 0) {
    const span = options.from || options.to ? ' in this span' : '';
    const reason = `no summary of endpoint ${endpoint} with schema ${schema} in ${describeSource(options)}${span}; the incident function writes one for each run`;
    printEmpty('show', reason, json ? { ...ref, windows: [], features: [] } : undefined);
    process.exitCode = exitCodes.empty;
    return;
  }
  const trends = selectFeatures(read.trends, options.feature);
  if (html !== undefined) {
    await writePage(html, trendsPage({ ...ref, windows, trends, writtenAt: new Date().toISOString() }));
  }
  if (json) printJson({ ...ref, windows, features: trends, html });
  else printText(describeTrends(windows, trends, html));
}

function selectFeatures(trends: readonly FeatureTrend[], names: readonly string[] | undefined): FeatureTrend[] {
  if (!names) return [...trends];
  const known = trends.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UserError(`unknown feature '${unknown}': expected ${known.join(', ')}`);
  return trends.filter(({ name }) => names.includes(name));
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

function describeTrends(windows: readonly TrendWindow[], trends: readonly FeatureTrend[], html?: string): string {
  const [first, last] = [windows[0]?.from ?? '', windows.at(-1)?.to ?? ''];
  return [
    `${summarizeTrends(windows)}, from ${formatMinute(new Date(first))} to ${formatMinute(new Date(last))}`,
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
