import { hourMs } from '../../contract/hours';
import type { SchemaRef } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import { selectWindows } from '../../queries/trendQueries';
import { type FeatureTrend, type Trends, trendsOf } from '../../report/trends/featureTrends';
import { openStore } from '../../store/openStore';
import { longestWindowMs, windowSummaries } from '../../store/windowSummaries';
import type { CaptureWindow } from '../input/captureWindow';
import type * as athena from '../query/openAthena';
import { openTrendTables } from '../query/openTrendTables';
import type { QueryEngine, QueryRow } from '../query/queryEngine';

/** Options that say where trends are read. */
export interface TrendSourceOptions {
  readonly store?: string;
  /** Whether to read the tables of the store with DuckDB. */
  readonly tables: boolean;
  /** Stack whose workgroup reads the tables. */
  readonly athena?: string;
  readonly endpointUrl?: string;
}

/** Where the trends of some options are read, for texts. */
export function describeSource({ store, athena: stack }: TrendSourceOptions): string {
  return stack === undefined ? (store ?? '') : `the tables of stack ${stack}`;
}

/** Throws a UserError unless the options name one source. */
export function refuseOtherSources({ store, tables, athena: stack }: TrendSourceOptions): void {
  if ((store === undefined) === (stack === undefined)) throw new UserError('use one of --store and --athena');
  if (tables && stack !== undefined) throw new UserError('--tables cannot be combined with --athena; use one of them');
}

/** Reads the trends of an endpoint's windows that overlap a span. */
export async function readTrends(options: TrendSourceOptions & SchemaRef & CaptureWindow): Promise<Trends> {
  if (options.store !== undefined && !options.tables) {
    const store = openStore(options.store, options.endpointUrl);
    try {
      return trendsOf(await windowSummaries(store, options, options));
    } finally {
      store.close();
    }
  }
  return withTables(options, spanOf(options), async (engine) => {
    const selection = { ...options, ...spanOf(options) };
    const overlaps = ({ window_from = '', window_to = '' }: QueryRow) =>
      (!options.from || new Date(window_to) > options.from) && (!options.to || new Date(window_from) < options.to);
    const runs = (await engine.run(selectWindows('runs', selection))).filter(overlaps);
    const features = (await engine.run(selectWindows('features', selection))).filter(overlaps);
    return { windows: runs.map(readWindow), trends: readFeatures(features) };
  });
}

/** Runs work on the tables of a store in DuckDB, or on those of a stack in Athena. */
export async function withTables<T>(
  { store: address, athena: stack, endpointUrl }: TrendSourceOptions,
  span: Parameters<typeof openTrendTables>[1],
  work: (engine: QueryEngine) => Promise<T>,
): Promise<T> {
  if (stack !== undefined) {
    // Loaded on demand: the SDK takes a good part of a second.
    const { openAthena } = require('../query/openAthena') as typeof athena;
    return work(openAthena(stack, endpointUrl));
  }
  const store = openStore(address ?? '', endpointUrl);
  try {
    const engine = await openTrendTables(store, span);
    try {
      return await work(engine);
    } finally {
      engine.close();
    }
  } finally {
    store.close();
  }
}

/** Days that the rows of a span are filed under: a window that overlaps it may end up to a day later. */
function spanOf({ endpoint, from, to }: SchemaRef & CaptureWindow) {
  const day = (at: Date) => at.toISOString().slice(0, 'yyyy-mm-dd'.length);
  return {
    endpoint,
    firstDay: from && day(new Date(from.getTime() - hourMs)),
    lastDay: to && day(new Date(to.getTime() + longestWindowMs)),
  };
}

const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text));

function readWindow({ window_from = '', window_to = '', ...row }: QueryRow): Trends['windows'][number] {
  return {
    from: window_from,
    to: window_to,
    baseline: row['baseline'],
    rows: Number(row['row_count']),
    rejected: numberOf(row['rejected']),
    brokenPromises: Number(row['broken_promises']),
  };
}

function readFeatures(rows: readonly QueryRow[]): FeatureTrend[] {
  const trends = new Map<string, FeatureTrend['points'][number][]>();
  for (const { feature = '', window_from = '', window_to = '', ...row } of rows) {
    const [distance, limit] = [numberOf(row['drift_distance']), numberOf(row['drift_limit'])];
    const points = trends.get(feature) ?? [];
    points.push({
      from: window_from,
      to: window_to,
      completeness: Number(row['completeness']),
      drift: distance === undefined || limit === undefined ? undefined : { distance, limit },
      broken: row['broken_checks']?.split(' ') ?? [],
    });
    trends.set(feature, points);
  }
  return [...trends].map(([name, points]) => ({ name, points }));
}
