import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import * as z from 'zod';
import { canaryKey } from '../../contract/canary';
import { errorText } from '../../contract/errorText';
import { hourMs } from '../../contract/hours';
import { reportFiles, type Statistics, violationsFiles } from '../../contract/modelMonitorFiles';
import { monitorSettingsKey } from '../../contract/monitorSettings';
import { incidentIdOfKey, parseBaselineKey, parseReportKey } from '../../contract/storeLayout';
import { windowBefore } from '../../contract/windowSchedule';
import {
  type BrokenPromise,
  type WindowSummary,
  windowSummaryFile,
  windowSummarySchema,
} from '../../contract/windowSummary';
import type { IncidentIndex } from '../../incidents/index/incidentIndex';
import { featureHistograms } from '../../quality/causes/featureHistograms';
import { likelyCauses } from '../../quality/causes/likelyCauses';
import { maskStatistics, maskVerdict } from '../../quality/causes/maskValues';
import { judgeDistributions } from '../../quality/monitor/judgeDistributions';
import { summarizeReport } from '../../quality/monitor/summarizeReport';
import { handleCanary } from './canary';
import { earlierVerdicts } from './earlierVerdicts';
import { EndpointMonitors, type MonitoredEndpoint } from './endpointMonitors';
import { indexIncident } from './indexIncident';
import { keepIncidents } from './keepIncidents';
import { keepTrends } from './keepTrends';
import { MessageOutbox } from './messageOutbox';
import { keepLastWeek, readSmallWindows, readWeeks } from './pastCounts';
import { type MessageBus, putMessage } from './putMessage';
import { type RunReport, readRunReport } from './runReport';
import { sendApproval, sendDeployment } from './sendChanges';
import { featureMetrics, runMetrics } from './storeMetrics';
import { readTextIfPresent, type StoredText, type StorePlace, writeText } from './storeObjects';

export interface IncidentHandlerArgs extends StorePlace, MessageBus {
  readonly cloudwatch: CloudWatchClient;
  /** The instant that metrics are published at. */
  readonly now: () => Date;
  /** CloudWatch namespace of the metrics. */
  readonly namespace: string;
  /** @default incidents are not indexed */
  readonly index?: IncidentIndex;
}

/** The messages of a queue that Lambda passes. */
export interface QueueBatch {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** The messages to deliver again. */
export interface QueueBatchResult {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

const objectCreated = z.object({
  detail: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
});

/** Files of a report whose arrival starts reading it. */
const awaitedFiles: readonly string[] = [reportFiles.statistics, ...violationsFiles];

/**
 * Handles S3's "Object Created" events, as EventBridge puts them into a queue: publishes the metrics of each run's report,
 * summarizes it, keeps the incident of a run that breaks promises, and sends its messages. Indexes each incident whose
 * document was written, and sends deployments, approvals and canaries. Events of one run are handled once per batch. Only
 * events that fail are delivered again. An event that comes twice, late or in another order leaves the same objects and the
 * same metric values.
 */
export function createIncidentHandler(args: IncidentHandlerArgs): (batch: QueueBatch) => Promise<QueueBatchResult> {
  const monitors = new EndpointMonitors(args);
  return async ({ Records }) => {
    const failed = new Set<string>();
    const fail = (messageIds: readonly string[], error: unknown) => {
      console.error(`messages ${messageIds.join(', ')}: ${errorText(error)}`);
      for (const messageId of messageIds) failed.add(messageId);
    };
    const tasks = new Map<string, { run: Task['run']; keys: string[]; messageIds: string[] }>();
    for (const { messageId, body } of Records) {
      try {
        const key = keyOf(body, args.bucket);
        const task = taskOf(args, monitors, key);
        if (!task) continue;
        const known = tasks.get(task.id) ?? { run: task.run, keys: [], messageIds: [] };
        known.keys.push(key);
        known.messageIds.push(messageId);
        tasks.set(task.id, known);
      } catch (error) {
        fail([messageId], error);
      }
    }
    // One after the other, and an endpoint's runs in order of time, which their keys sort by: that takes the fewest reads.
    const inOrder = [...tasks].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [, { run, keys, messageIds }] of inOrder) {
      await run(keys).catch((error: unknown) => fail(messageIds, error));
    }
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

function keyOf(body: string, bucket: string): string {
  const event = objectCreated.safeParse(JSON.parse(body));
  if (!event.success) throw new Error('not an S3 "Object Created" event');
  const { detail } = event.data;
  if (detail.bucket.name !== bucket) throw new Error(`event of bucket ${detail.bucket.name}; expected ${bucket}`);
  const { key } = detail.object;
  // EventBridge has keys as they are, S3's direct notifications have them URL-encoded: `=` tells them apart.
  return key.includes('=') ? key : decodeURIComponent(key.replaceAll('+', ' '));
}

interface Task {
  /** Equal for events that one task handles. */
  readonly id: string;
  /** Handles events on some keys. These objects exist, even if a listing lacks them. */
  run(keys: readonly string[]): Promise<void>;
}

function taskOf(args: IncidentHandlerArgs, monitors: EndpointMonitors, key: string): Task | undefined {
  if (key === canaryKey) return { id: key, run: () => handleCanary(args) };
  if (key === monitorSettingsKey) return { id: key, run: () => sendDeployment(args) };
  const baseline = parseBaselineKey(key);
  if (baseline) return { id: key, run: () => sendApproval(args, key, baseline) };
  if (incidentIdOfKey(key) !== undefined) {
    const { index } = args;
    return index && { id: key, run: () => indexIncident(args, index, key) };
  }
  const report = parseReportKey(key);
  if (!report || !awaitedFiles.includes(report.file)) return undefined;
  const prefix = key.slice(0, key.length - report.file.length);
  return {
    id: prefix,
    run: async (keys) => {
      // Before the report: a summary of a later version must not be replaced by that of an earlier one.
      const stored = await readTextIfPresent(args, prefix + windowSummaryFile);
      const run = await readRunReport(args, report, prefix, keys);
      const monitored = run && (await monitors.find(run.endpoint, run.schema));
      if (monitored) await handleRun(args, run, monitored, stored);
    },
  };
}

async function handleRun(
  args: IncidentHandlerArgs,
  run: RunReport,
  monitored: MonitoredEndpoint,
  stored: StoredText | undefined,
): Promise<void> {
  const key = run.prefix + windowSummaryFile;
  const summary = await summaryOf(args, run, monitored, stored && windowOf(stored.text));
  const text = `${JSON.stringify(summary, null, 2)}\n`;
  if (stored?.text !== text) {
    await publishRun(args, summary, monitored);
    await writeText(args, { key, text, contentType: 'application/json', replaces: stored?.etag });
  }
  // Incidents and trends follow from the summaries. They are looked at each time, as an invocation may have ended before.
  const outbox = new MessageOutbox(
    args.now,
    (incident, entry) => putMessage(args, monitored, incident, entry),
    monitored.mutes,
  );
  await keepIncidents({ ...args, settings: monitored.incidents }, run, summary, outbox);
  await keepTrends(args, run, monitored.settings.sla.features, text);
  if (typeof monitored.calibration !== 'string') {
    const baseline = { id: monitored.settings.baseline, statistics: monitored.statistics };
    await keepLastWeek(args, run, baseline, new Date(summary.window.from));
  }
}

async function publishRun(args: IncidentHandlerArgs, summary: WindowSummary, { settings }: MonitoredEndpoint) {
  const at = args.now();
  const ofFeatures = settings.featureMetrics ? featureMetrics(summary, at) : [];
  await putMetrics(args, [...runMetrics(summary, at), ...ofFeatures]);
}

/** Causes of rejects and unknown keys that a summary lists; the report has more. */
const listedNotes = 20;

/** Summarizes a run from its report, its baseline with the calibration, and the SLA. */
async function summaryOf(
  place: StorePlace,
  run: RunReport,
  { settings, statistics, constraints, calibration, incidents: { maskValues } }: MonitoredEndpoint,
  /** As it was before, under the schedule in effect then. */
  window: WindowSummary['window'] | undefined,
): Promise<WindowSummary> {
  const { endpoint, schema, monitoringSchedule, runAt } = run;
  const from = window ? new Date(window.from) : windowStart(settings.schedule, runAt);
  // The analyzer writes no file of rejects if there are none.
  const rejected = run.rejectedRows ?? (settings.engine === 'analyzer' ? 0 : undefined);
  const numbers = summarizeReport({
    statistics: run.statistics,
    violations: run.violations,
    rejected,
    baseline: { statistics, constraints },
    sla: settings.sla,
  });
  const { brokenPromises, alarms } = await judgeDistributions({
    numbers,
    statistics: run.statistics,
    constraints,
    calibration,
    sla: settings.sla,
    from,
    past: {
      earlierVerdicts: (windows) => earlierVerdicts(place, run, from, windows),
      smallWindows: () => readSmallWindows(place, run),
      weeks: (of) => readWeeks(place, run, { calibration: of, baseline: { id: settings.baseline, statistics }, from }),
    },
  });
  return {
    version: 1,
    endpoint,
    schema,
    monitoringSchedule,
    baseline: settings.baseline,
    ...(run.variants && { variants: [...run.variants] }),
    window: window ?? { from: from.toISOString(), to: runAt.toISOString() },
    rejected,
    rejectCauses: run.rejectCauses?.slice(0, listedNotes),
    excludedRecords: run.excludedRecords,
    unknownKeys: run.unknownKeys?.slice(0, listedNotes),
    ...numbers,
    alarms: maskValues && alarms ? maskVerdict(alarms) : alarms,
    brokenPromises,
    ...(brokenPromises.length > 0 && explainBreaches(statistics, run.statistics, brokenPromises, maskValues)),
    reportVersions: run.versions,
  };
}

/** Likely causes of broken promises, and the distributions of their features. */
function explainBreaches(
  expected: Statistics,
  observed: Statistics,
  brokenPromises: readonly BrokenPromise[],
  maskValues: boolean,
) {
  const baseline = maskValues ? maskStatistics(expected) : expected;
  const current = maskValues ? maskStatistics(observed) : observed;
  const features = new Set(brokenPromises.map(({ feature }) => feature));
  return {
    causes: likelyCauses({ baseline, current, brokenPromises }),
    histograms: featureHistograms(baseline, current, features),
  };
}

/** The window of an earlier summary; undefined if it cannot be read. */
function windowOf(text: string): WindowSummary['window'] | undefined {
  try {
    return windowSummarySchema.parse(JSON.parse(text)).window;
  } catch {
    return undefined;
  }
}

/** Start of the window of a run; an hour before a run that the present schedule would not make, as after a change of it. */
function windowStart(schedule: string, runAt: Date): Date {
  const { from, to } = windowBefore(schedule, runAt);
  return to.getTime() === runAt.getTime() ? from : new Date(runAt.getTime() - hourMs);
}

/** CloudWatch takes up to 1,000 data in one call. */
const dataPerCall = 1_000;

async function putMetrics({ cloudwatch, namespace }: IncidentHandlerArgs, data: readonly MetricDatum[]): Promise<void> {
  for (let i = 0; i < data.length; i += dataPerCall) {
    const MetricData = data.slice(i, i + dataPerCall);
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData }));
  }
}
