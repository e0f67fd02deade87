import { hourPath, parseHourPath } from './hours';

/**
 * Where every object of the store lives. One bucket per stack:
 *
 *     captures/<endpoint>/schema=<v>/<endpoint>/<variant>/yyyy/mm/dd/hh/*.jsonl
 *     baselines/<endpoint>/schema=<v>/<baseline id>/{statistics,constraints,manifest}.json
 *     reports/<endpoint>/schema=<v>/<endpoint>/<monitoring schedule>/yyyy/mm/dd/hh/*.json
 *     reports/<endpoint>/schema=<v>/on-demand=<from>--<to>/<started>/*.json
 *     incidents/<endpoint>/yyyy/<id>.md
 *     schemas/<endpoint>/<version>.json
 *
 * SageMaker appends the endpoint and variant to a capture prefix, and the endpoint and the schedule's name to a report
 * prefix, so those parts are not ours to choose. Hours are UTC.
 */
export const storePrefixes = {
  captures: 'captures/',
  baselines: 'baselines/',
  reports: 'reports/',
  incidents: 'incidents/',
  schemas: 'schemas/',
} as const;

/** An endpoint's name and its capture schema's version. */
export interface SchemaRef {
  readonly endpoint: string;
  readonly schema: string;
}

/** Prefix that an endpoint's capture config names as its destination, without a slash at the end. */
export function capturePrefix({ endpoint, schema }: SchemaRef): string {
  return `${storePrefixes.captures}${endpoint}/schema=${schema}`;
}

/** Prefix below which the folders are an endpoint's variants, with a slash at the end. */
export function variantsPrefix(ref: SchemaRef): string {
  return `${capturePrefix(ref)}/${ref.endpoint}/`;
}

/** Prefix of one hour's captures of one variant, with a slash at the end. */
export function captureHourPrefix(ref: SchemaRef, variant: string, hour: Date): string {
  return `${variantsPrefix(ref)}${variant}/${hourPath(hour)}/`;
}

/** The three files of a baseline. */
export const baselineFiles = ['statistics.json', 'constraints.json', 'manifest.json'] as const;
export type BaselineFile = (typeof baselineFiles)[number];

/** Prefix of a baseline's files, without a slash at the end. */
export function baselinePrefix({ endpoint, schema }: SchemaRef, baselineId: string): string {
  return `${storePrefixes.baselines}${endpoint}/schema=${schema}/${baselineId}`;
}

/** Key of one file of a baseline. */
export function baselineKey(ref: SchemaRef, baselineId: string, file: BaselineFile): string {
  return `${baselinePrefix(ref, baselineId)}/${file}`;
}

/** A baseline's id: the UTC day of its derivation and six hex digits of its content's hash. */
export const baselineIdPattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])-[0-9a-f]{6}$/;

/** Prefix of an endpoint's registered capture schemas, with a slash at the end. */
export function schemasPrefix(endpoint: string): string {
  return `${storePrefixes.schemas}${endpoint}/`;
}

/** Key of one registered version of a capture schema. */
export function schemaKey({ endpoint, schema }: SchemaRef): string {
  return `${schemasPrefix(endpoint)}${schema}.json`;
}

/** Prefix that a monitor's output config names as its destination, without a slash at the end. */
export function reportPrefix({ endpoint, schema }: SchemaRef): string {
  return `${storePrefixes.reports}${endpoint}/schema=${schema}`;
}

/** Prefix below which the folders are an endpoint's monitoring schedules, with a slash at the end. */
export function schedulesPrefix(ref: SchemaRef): string {
  return `${reportPrefix(ref)}/${ref.endpoint}/`;
}

/** Prefix of one execution's report, with a slash at the end. */
export function reportHourPrefix(ref: SchemaRef, monitoringSchedule: string, hour: Date): string {
  return `${schedulesPrefix(ref)}${monitoringSchedule}/${hourPath(hour)}/`;
}

/** The hours that somebody analysed on demand. */
export interface OnDemandWindow {
  readonly from: Date;
  /** Outside of the window. */
  readonly to: Date;
  /** Where not all variants were analysed. */
  readonly variant?: string;
}

/** `2026-11-02T08` */
const hourName = (at: Date) => at.toISOString().slice(0, 13);

/**
 * Prefix of the report of a run that somebody started, with a slash at the end. Neither an endpoint nor a schedule can
 * have a `=` in its name, so that no such report is taken for one of a schedule, and none is counted as a run.
 */
export function onDemandReportPrefix(ref: SchemaRef, { from, to, variant }: OnDemandWindow, started: Date): string {
  const only = variant === undefined ? '' : `,variant=${variant}`;
  const at = started.toISOString().replace(/[-:.]/g, '');
  return `${reportPrefix(ref)}/on-demand=${hourName(from)}--${hourName(to)}${only}/${at}/`;
}

const onDemandPattern =
  /^reports\/[^/]+\/schema=[^/]+\/on-demand=(?<from>[^/,]+?)--(?<to>[^/,]+?)(?:,variant=(?<variant>[^/]+))?\/(?<day>\d{8})T(?<time>\d{9})Z\/[^/]+$/;

/** What the key of a file of such a report says. */
export interface OnDemandKey extends OnDemandWindow {
  /** When the run began, before it looked for captures. */
  readonly started: Date;
}

/** Reads the key of a file of such a report; undefined when the key is not one. */
export function parseOnDemandKey(key: string): OnDemandKey | undefined {
  const { from, to, variant, day = '', time = '' } = onDemandPattern.exec(key)?.groups ?? {};
  const begun = `${day.replace(/^(....)(..)/, '$1-$2-')}T${time.replace(/^(..)(..)(..)/, '$1:$2:$3.')}Z`;
  const times = [`${from}:00:00Z`, `${to}:00:00Z`, begun].map((at) => new Date(at));
  const [start, end, started] = times;
  if (!start || !end || !started || times.some((at) => Number.isNaN(at.getTime()))) return undefined;
  return { from: start, to: end, ...(variant === undefined ? {} : { variant }), started };
}

/** What a report file's key says. */
export interface ReportKey extends SchemaRef {
  readonly monitoringSchedule: string;
  readonly hour: Date;
  readonly file: string;
}

const reportKeyPattern =
  /^reports\/(?<endpoint>[^/]+)\/schema=(?<schema>[^/]+)\/[^/]+\/(?<schedule>[^/]+)\/(?<hour>\d{4}\/\d{2}\/\d{2}\/\d{2})\/(?<file>[^/]+)$/;

/** Reads a report file's key; undefined when the key is not one. */
export function parseReportKey(key: string): ReportKey | undefined {
  const groups = reportKeyPattern.exec(key)?.groups;
  if (!groups) return undefined;
  const { endpoint = '', schema = '', schedule = '', hour = '', file = '' } = groups;
  return { endpoint, schema, monitoringSchedule: schedule, hour: parseHourPath(hour), file };
}

/** What a capture file's key says. */
export interface CaptureKey extends SchemaRef {
  readonly variant: string;
  readonly hour: Date;
}

const captureKeyPattern =
  /^captures\/(?<endpoint>[^/]+)\/schema=(?<schema>[^/]+)\/[^/]+\/(?<variant>[^/]+)\/(?<hour>\d{4}\/\d{2}\/\d{2}\/\d{2})\/[^/]+\.jsonl(?:\.gz)?$/;

/** Reads a capture file's key; undefined when the key is not one. */
export function parseCaptureKey(key: string): CaptureKey | undefined {
  const groups = captureKeyPattern.exec(key)?.groups;
  if (!groups) return undefined;
  const { endpoint = '', schema = '', variant = '', hour = '' } = groups;
  return { endpoint, schema, variant, hour: parseHourPath(hour) };
}

/** An incident's id: the endpoint's name and the UTC hour of the window that first broke. */
export function incidentId(endpoint: string, hour: Date): string {
  return `${endpoint}-${hour.toISOString().slice(0, 13).replace(/[-T]/g, '')}`;
}

/** Key of an incident's document. */
export function incidentKey(endpoint: string, hour: Date): string {
  return `${storePrefixes.incidents}${endpoint}/${hour.getUTCFullYear()}/${incidentId(endpoint, hour)}.md`;
}
