import { createHash } from 'node:crypto';
import * as monitorSettings from '../../contract/monitorSettings';
import * as windowSummary from '../../contract/windowSummary';
import type { Incident } from '../../incidents/document/incident';
import * as incidentDocument from '../../incidents/document/incidentDocument';
import * as openBaseline from '../../quality/baseline/openBaseline';
import * as modelMonitorJson from '../../quality/modelMonitor/modelMonitorJson';
import * as analyzeWindow from '../../quality/monitor/analyzeWindow';
import type { WindowAnalysis } from '../../quality/monitor/judgeWindow';
import * as reportFilesOf from '../../quality/monitor/reportFilesOf';
import * as summarizeReport from '../../quality/monitor/summarizeReport';
import { captureSource } from '../../quality/source/captureSource';
import { EmptyWindowError } from '../../quality/window/emptyWindowError';

/** Entries of one function's results; a long simulation meets ever new texts. */
const maxEntries = 5_000;

/** A function that returns the earlier result for a key that it has seen. Results must not be changed. */
function remember<Args extends unknown[], Result>(
  compute: (...args: Args) => Result,
  keyOf: (...args: Args) => string,
): (...args: Args) => Result {
  const results = new Map<string, Result>();
  return (...args) => {
    const key = keyOf(...args);
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = compute(...args);
    if (results.size >= maxEntries) results.clear();
    results.set(key, result);
    return result;
  };
}

/** A name for each object that is only read. */
const names = new WeakMap<object, number>();
let count = 0;
function nameOf(object: object): number {
  const known = names.get(object);
  if (known !== undefined) return known;
  count += 1;
  names.set(object, count);
  return count;
}

const { readStatistics, readConstraints, readViolations, write } = modelMonitorJson.modelMonitorJson;

type AnalyzeArgs = Parameters<typeof analyzeWindow.analyzeWindow>[0];
type Analysis = { readonly value: WindowAnalysis } | { readonly error: unknown };
const analyses = new Map<string, Promise<Analysis>>();

/** Reads all files as the analysis does, then looks the result up by their content. */
async function analyzeOnce(args: AnalyzeArgs): Promise<WindowAnalysis> {
  const files: { file: string; body: Buffer }[] = [];
  const progress = { files: 0, bytes: 0 };
  const { captures: _, statistics, constraints, onProgress: __, ...others } = args;
  const hash = createHash('md5').update(`${nameOf(statistics)} ${nameOf(constraints)} ${JSON.stringify(others)}`);
  for await (const { file, open } of args.captures) {
    const pieces: Uint8Array[] = [];
    for await (const piece of open()) {
      progress.bytes += piece.length;
      pieces.push(piece);
      args.onProgress?.(progress);
    }
    progress.files += 1;
    args.onProgress?.(progress);
    const body = Buffer.concat(pieces);
    files.push({ file, body });
    hash.update(`\n${file}\n`).update(body);
  }
  const key = hash.digest('hex');
  const captures = files.map(({ file, body }) => captureSource(file, body));
  const analysis =
    analyses.get(key) ?? settled(analyzeWindow.analyzeWindow({ ...args, captures, onProgress: undefined }));
  if (analyses.size >= maxEntries) analyses.clear();
  analyses.set(key, analysis);
  const result = await analysis;
  if ('error' in result) throw result.error;
  return result.value;
}

function settled(analysis: Promise<WindowAnalysis>): Promise<Analysis> {
  return analysis.then(
    (value) => ({ value }),
    (error: unknown) => {
      if (error instanceof EmptyWindowError) return { error };
      throw error;
    },
  );
}

/** Documents differ in times from schedule to schedule, so that looking them up would rarely help. */
function formatAsJson(incident: Incident, notes = ''): string {
  return JSON.stringify({ incident, notes });
}

/** Parses an incident document, as JSON or as the function itself writes it. */
export function parseIncidentDocument(text: string): ReturnType<typeof incidentDocument.parseIncidentDocument> {
  return text.startsWith('{') ? JSON.parse(text) : incidentDocument.parseIncidentDocument(text);
}

/** The settings of each endpoint in a text, which is read once: it can be about thousands of endpoints. */
const monitorsOf = remember(
  (text: string) => {
    const { endpoints, ...others } = JSON.parse(text) as monitorSettings.MonitorSettings;
    const read = (endpoint: string) =>
      monitorSettings.monitorOf(
        JSON.stringify({ ...others, endpoints: { [endpoint]: endpoints[endpoint] } }),
        endpoint,
      );
    return remember(read, (endpoint) => endpoint);
  },
  (text) => text,
);

/**
 * Modules whose functions depend on their arguments only, by path from the repository's root. The simulation computes each
 * result once: the schedules differ in order and in faults, not in arithmetic.
 */
export const rememberedModules: Readonly<Record<string, object>> = {
  'contract/monitorSettings': {
    ...monitorSettings,
    monitorOf: (text: string, endpoint: string) => monitorsOf(text)(endpoint),
    incidentSettingsOf: remember(monitorSettings.incidentSettingsOf, (text) => text),
    routingOf: remember(monitorSettings.routingOf, (text) => text),
    mutesOf: remember(monitorSettings.mutesOf, (text) => text),
  },
  'contract/windowSummary': {
    ...windowSummary,
    // The functions wrote what they read.
    windowSummarySchema: {
      parse: (document: unknown) => document,
      safeParse: (data: unknown) => ({ success: true, data }),
    },
  },
  'incidents/document/incidentDocument': {
    formatIncidentDocument: formatAsJson,
    parseIncidentDocument,
  },
  'quality/baseline/openBaseline': {
    ...openBaseline,
    openBaseline: remember(openBaseline.openBaseline, (texts, versions) => JSON.stringify([texts, versions])),
  },
  'quality/modelMonitor/modelMonitorJson': {
    modelMonitorJson: {
      readStatistics: remember(readStatistics, (text) => text),
      readConstraints: remember(readConstraints, (text) => text),
      readViolations,
      write: remember(write, (document) => String(nameOf(document))),
    },
  },
  'quality/monitor/analyzeWindow': { analyzeWindow: analyzeOnce },
  'quality/monitor/reportFilesOf': {
    ...reportFilesOf,
    reportFilesOf: remember(reportFilesOf.reportFilesOf, (analysis) => String(nameOf(analysis))),
  },
  'quality/monitor/summarizeReport': {
    summarizeReport: remember(summarizeReport.summarizeReport, ({ statistics, violations, rejected, baseline, sla }) =>
      [
        nameOf(statistics),
        nameOf(baseline.statistics),
        nameOf(baseline.constraints),
        nameOf(sla),
        JSON.stringify([violations, rejected]),
      ].join(' '),
    ),
  },
};
