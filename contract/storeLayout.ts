import { createHash } from 'node:crypto';
import { calibrationFile } from './calibration';
import { hourPath, minuteMs, parseHourPath } from './hours';
import { weekCountsFile } from './weekCounts';

/**
 * Keys of the store, one bucket per stack:
 *
 *     captures/<endpoint>/schema=<v>/<endpoint>/<variant>/yyyy/mm/dd/hh/*.jsonl
 *     baselines/<endpoint>/schema=<v>/<baseline id>/{statistics,constraints,manifest,calibration}.json
 *     reports/<endpoint>/schema=<v>/<endpoint>/<monitoring schedule>/yyyy/mm/dd/hh/*.json
 *     reports/<endpoint>/schema=<v>/<endpoint>/analyzer/yyyy/mm/dd/hh[/mm]/*.json
 *     reports/<endpoint>/schema=<v>/<endpoint>/analyzer/state.json
 *     reports/<endpoint>/schema=<v>/<endpoint>/<schedule>/week=<Monday>/<baseline id>/week-counts.json
 *     reports/<endpoint>/schema=<v>/on-demand=<from>--<to>/<started>/*.json
 *     incidents/<endpoint>/yyyy/<id>.md
 *     schemas/<endpoint>/<version>.json
 *     preprocessors/<id>/preprocessor.py
 *     trends/{features,runs}/endpoint=<endpoint>/day=yyyy-mm-dd/<v>-<monitoring schedule>-<end>.json
 *     query-results/[captures/]<query id>{.csv,.csv.metadata}
 *     checks/{audit,canary}.json
 *
 * SageMaker appends endpoint and variant to a capture prefix, and endpoint and schedule name to a report prefix. The
 * analyzer's schedule is named `analyzer`; its keys have the minute where its windows are shorter than an hour. Hours are
 * UTC.
 */
export const storePrefixes = {
  captures: 'captures/',
  baselines: 'baselines/',
  reports: 'reports/',
  incidents: 'incidents/',
  schemas: 'schemas/',
  preprocessors: 'preprocessors/',
  trends: 'trends/',
  queryResults: 'query-results/',
  checks: 'checks/',
} as const;

/** Folder of the results of the analyzer's queries, below `queryResults`. */
export const captureResultsFolder = 'captures/';

/** Key of the result of the last scheduled self-check. */
export const checkResultKey = `${storePrefixes.checks}audit.json`;

/** An endpoint's name and its capture schema's version. */
export interface SchemaRef {
  readonly endpoint: string;
  readonly schema: string;
}

/** Destination of an endpoint's capture config, without a trailing slash. */
export function capturePrefix({ endpoint, schema }: SchemaRef): string {
  return `${storePrefixes.captures}${endpoint}/schema=${schema}`;
}

/** Prefix of an endpoint's variants, with a trailing slash. */
export function variantsPrefix(ref: SchemaRef): string {
  return `${capturePrefix(ref)}/${ref.endpoint}/`;
}

/** Prefix of one hour's captures of one variant, with a trailing slash. */
export function captureHourPrefix(ref: SchemaRef, variant: string, hour: Date): string {
  return `${variantsPrefix(ref)}${variant}/${hourPath(hour)}/`;
}

/** The three files of a baseline. */
export const baselineFiles = ['statistics.json', 'constraints.json', 'manifest.json'] as const;
export type BaselineFile = (typeof baselineFiles)[number];

/** Prefix of a baseline's files, without a trailing slash. */
export function baselinePrefix({ endpoint, schema }: SchemaRef, baselineId: string): string {
  return `${storePrefixes.baselines}${endpoint}/schema=${schema}/${baselineId}`;
}

/** Key of one file of a baseline. */
export function baselineKey(ref: SchemaRef, baselineId: string, file: BaselineFile): string {
  return `${baselinePrefix(ref, baselineId)}/${file}`;
}

/** Parts of the key of a baseline's file. */
export interface BaselineKey extends SchemaRef {
  readonly baseline: string;
  readonly file: string;
}

/** Parses the key of a baseline's file; undefined for any other key. */
export function parseBaselineKey(key: string): BaselineKey | undefined {
  const { endpoint, schema, baseline, file } =
    /^baselines\/(?<endpoint>[^/]+)\/schema=(?<schema>[^/]+)\/(?<baseline>[^/]+)\/(?<file>[^/]+)$/.exec(key)?.groups ??
    {};
  if (endpoint === undefined || schema === undefined || baseline === undefined || file === undefined) return undefined;
  return { endpoint, schema, baseline, file };
}

/** Key of a baseline's calibration, which is made after the baseline and may be made again. */
export function calibrationKey(ref: SchemaRef, baselineId: string): string {
  return `${baselinePrefix(ref, baselineId)}/${calibrationFile}`;
}

/** Baseline id: UTC day of its derivation and six hex digits of its content's hash. */
export const baselineIdPattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])-[0-9a-f]{6}$/;

/** Prefix of an endpoint's registered capture schemas, with a trailing slash. */
export function schemasPrefix(endpoint: string): string {
  return `${storePrefixes.schemas}${endpoint}/`;
}

/** Key of one registered version of a capture schema. */
export function schemaKey({ endpoint, schema }: SchemaRef): string {
  return `${schemasPrefix(endpoint)}${schema}.json`;
}

/** Id of a record preprocessor: 16 hex digits of its SHA-256. */
export function preprocessorId(script: string): string {
  return createHash('sha256').update(script).digest('hex').slice(0, 16);
}

/** Key of a record preprocessor: other scripts have other keys, so that no job's script is ever overwritten. */
export function preprocessorKey(script: string): string {
  return `${storePrefixes.preprocessors}${preprocessorId(script)}/preprocessor.py`;
}

/** Destination of a monitor's output config, without a trailing slash. */
export function reportPrefix({ endpoint, schema }: SchemaRef): string {
  return `${storePrefixes.reports}${endpoint}/schema=${schema}`;
}

/** Prefix of an endpoint's monitoring schedules, with a trailing slash. */
export function schedulesPrefix(ref: SchemaRef): string {
  return `${reportPrefix(ref)}/${ref.endpoint}/`;
}

/** Prefix of one run's report, with a trailing slash. */
export function reportHourPrefix(ref: SchemaRef, monitoringSchedule: string, hour: Date): string {
  return `${schedulesPrefix(ref)}${monitoringSchedule}/${hourPath(hour)}/`;
}

/** Tables of the numbers of runs. */
export const trendTables = ['features', 'runs'] as const;
export type TrendTable = (typeof trendTables)[number];

/** Prefix of an endpoint's rows in a table, with a trailing slash. */
export function trendsPrefix(table: TrendTable, endpoint: string): string {
  return `${storePrefixes.trends}${table}/endpoint=${endpoint}/`;
}

/** Key of one run's rows in a table. The day is that of the window's last minute. */
export function trendKey(
  table: TrendTable,
  { endpoint, schema, monitoringSchedule, runAt }: Omit<ReportKey, 'file'>,
): string {
  const day = new Date(runAt.getTime() - minuteMs).toISOString().slice(0, 'yyyy-mm-dd'.length);
  const minute = runAt.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length).replace(/[-T:]/g, '');
  return `${trendsPrefix(table, endpoint)}day=${day}/${schema}-${monitoringSchedule}-${minute}.json`;
}

/** Endpoint and day of an object with rows of a table; undefined for any other key. */
export function parseTrendKey(key: string): { readonly endpoint: string; readonly day: string } | undefined {
  const { endpoint, day } =
    /^trends\/[^/]+\/endpoint=(?<endpoint>[^/]+)\/day=(?<day>\d{4}-\d{2}-\d{2})\/[^/]+\.json$/.exec(key)?.groups ?? {};
  return endpoint === undefined || day === undefined ? undefined : { endpoint, day };
}

/** The analyzer's name in the place of a monitoring schedule's. */
export const analyzerSchedule = 'analyzer';

/** Prefix of the analyzer's report on a window, with a trailing slash; `to` is the end of the window. */
export function analyzerReportPrefix(ref: SchemaRef, to: Date, withMinutes: boolean): string {
  const minutes = withMinutes ? `${String(to.getUTCMinutes()).padStart(2, '0')}/` : '';
  return `${reportHourPrefix(ref, analyzerSchedule, to)}${minutes}`;
}

/** Key of what the analyzer keeps of an endpoint between two runs. */
export function analyzerStateKey(ref: SchemaRef): string {
  return `${schedulesPrefix(ref)}${analyzerSchedule}/state.json`;
}

/** Key of the counts of a week's windows at a baseline's cut points; `week` is its Monday. */
export function weekCountsKey(ref: SchemaRef, schedule: string, baselineId: string, week: string): string {
  return `${schedulesPrefix(ref)}${schedule}/week=${week}/${baselineId}/${weekCountsFile}`;
}

/** Window of an on-demand run. */
export interface OnDemandWindow {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  /** Undefined for all variants. */
  readonly variant?: string;
}

/** `2026-11-02T08` */
const hourName = (at: Date) => at.toISOString().slice(0, 13);

/**
 * Prefix of an on-demand run's report, with a trailing slash. No endpoint or schedule name has a `=`, so the report is
 * never read as a schedule's, and the run is not counted.
 */
export function onDemandReportPrefix(ref: SchemaRef, { from, to, variant }: OnDemandWindow, started: Date): string {
  const variantPart = variant === undefined ? '' : `,variant=${variant}`;
  const startedPart = started.toISOString().replace(/[-:.]/g, '');
  return `${reportPrefix(ref)}/on-demand=${hourName(from)}--${hourName(to)}${variantPart}/${startedPart}/`;
}

const onDemandPattern =
  /^reports\/[^/]+\/schema=[^/]+\/on-demand=(?<from>[^/,]+?)--(?<to>[^/,]+?)(?:,variant=(?<variant>[^/]+))?\/(?<day>\d{8})T(?<time>\d{9})Z\/[^/]+$/;

/** Parts of the key of an on-demand report's file. */
export interface OnDemandKey extends OnDemandWindow {
  /** Start of the run, before it listed captures. */
  readonly started: Date;
}

/** Parses the key of an on-demand report's file; undefined for any other key. */
export function parseOnDemandKey(key: string): OnDemandKey | undefined {
  const { from, to, variant, day = '', time = '' } = onDemandPattern.exec(key)?.groups ?? {};
  const startedText = `${day.replace(/^(....)(..)/, '$1-$2-')}T${time.replace(/^(..)(..)(..)/, '$1:$2:$3.')}Z`;
  const times = [`${from}:00:00Z`, `${to}:00:00Z`, startedText].map((at) => new Date(at));
  const [start, end, started] = times;
  if (!start || !end || !started || times.some((at) => Number.isNaN(at.getTime()))) return undefined;
  return { from: start, to: end, variant, started };
}

/** Parts of a report file's key. */
export interface ReportKey extends SchemaRef {
  readonly monitoringSchedule: string;
  /** The instant at which the run was due: the end of its window. */
  readonly runAt: Date;
  readonly file: string;
}

const reportKeyPattern =
  /^reports\/(?<endpoint>[^/]+)\/schema=(?<schema>[^/]+)\/[^/]+\/(?<schedule>[^/]+)\/(?<hour>\d{4}\/\d{2}\/\d{2}\/\d{2})(?:\/(?<minute>[0-5]\d))?\/(?<file>[^/]+)$/;

/** Parses a report file's key; undefined for any other key. */
export function parseReportKey(key: string): ReportKey | undefined {
  const groups = reportKeyPattern.exec(key)?.groups;
  if (!groups) return undefined;
  const { endpoint = '', schema = '', schedule = '', hour = '', minute = '0', file = '' } = groups;
  const runAt = new Date(parseHourPath(hour).getTime() + Number(minute) * minuteMs);
  return { endpoint, schema, monitoringSchedule: schedule, runAt, file };
}

/** Parts of a capture file's key. */
export interface CaptureKey extends SchemaRef {
  readonly variant: string;
  readonly hour: Date;
}

const captureKeyPattern =
  /^captures\/(?<endpoint>[^/]+)\/schema=(?<schema>[^/]+)\/[^/]+\/(?<variant>[^/]+)\/(?<hour>\d{4}\/\d{2}\/\d{2}\/\d{2})\/[^/]+\.jsonl(?:\.gz)?$/;

/** Minutes after the hour in SageMaker's file names, `mm-ss-mmm-...`; 0 for other names. */
export function captureMinute(key: string): number {
  return Number(/(?:^|\/)(?<minute>[0-5]\d)-[0-5]\d-\d{3}-[^/]*$/.exec(key)?.groups?.['minute'] ?? 0);
}

/** Parses a capture file's key; undefined for any other key. */
export function parseCaptureKey(key: string): CaptureKey | undefined {
  const groups = captureKeyPattern.exec(key)?.groups;
  if (!groups) return undefined;
  const { endpoint = '', schema = '', variant = '', hour = '' } = groups;
  return { endpoint, schema, variant, hour: parseHourPath(hour) };
}

/** Incident id: endpoint and start of the first violating window, UTC; with minutes if it does not begin on the hour. */
export function incidentId(endpoint: string, start: Date): string {
  const length = start.getUTCMinutes() === 0 ? 'yyyy-mm-ddThh'.length : 'yyyy-mm-ddThh:mm'.length;
  return `${endpoint}-${start.toISOString().slice(0, length).replace(/[-T:]/g, '')}`;
}

/** Key of an incident's document. */
export function incidentKey(endpoint: string, start: Date): string {
  return `${storePrefixes.incidents}${endpoint}/${start.getUTCFullYear()}/${incidentId(endpoint, start)}.md`;
}

/** The id of the incident with a document's key; undefined for any other key. */
export function incidentIdOfKey(key: string): string | undefined {
  const id = /^incidents\/[^/]+\/\d{4}\/(?<id>[^/]+)\.md$/.exec(key)?.groups?.['id'];
  return id !== undefined && incidentKeyOfId(id) === key ? id : undefined;
}

/** The key of the incident document with an id; undefined for a text that is not an id. */
export function incidentKeyOfId(id: string): string | undefined {
  const { endpoint, year } =
    /^(?<endpoint>[a-zA-Z0-9](?:-*[a-zA-Z0-9])*)-(?<year>\d{4})\d{6}(?:\d{2})?$/.exec(id)?.groups ?? {};
  return endpoint === undefined ? undefined : `${storePrefixes.incidents}${endpoint}/${year}/${id}.md`;
}
