import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { z } from 'zod';
import { reportFiles, violationsFiles } from '../../contract/modelMonitorFiles';
import { parseCaptureKey, parseReportKey } from '../../contract/storeLayout';
import { continues, endIncident, ends, hasTakenIn, openIncident, type Report, takeIn } from './incident';
import { latestIncidents, type StorePlace, writeIncident } from './incidentStore';
import { readReport } from './reportReader';
import { captureMetrics, runMetrics, violationMetrics } from './storeMetrics';

export interface IncidentHandlerArgs extends StorePlace {
  readonly cloudwatch: CloudWatchClient;
  /** The instant that metrics are put at. */
  readonly now: () => Date;
  /** CloudWatch namespace of the metrics. */
  readonly namespace: string;
}

/** What Lambda hands over of a queue's messages. */
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

/**
 * Handles S3's "Object Created" events, as EventBridge puts them into a queue: counts captures, runs and violations as
 * metrics, and keeps the incident of a violating report. An event that fails is delivered again, the others are not; an
 * event that comes twice leaves the same documents.
 */
export function createIncidentHandler(args: IncidentHandlerArgs): (batch: QueueBatch) => Promise<QueueBatchResult> {
  return async ({ Records }) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    // One after the other: two reports of one batch may belong to one incident.
    for (const { messageId, body } of Records) {
      try {
        await handleObject(args, keyOf(body, args.bucket));
      } catch (error) {
        console.error(`message ${messageId}: ${error instanceof Error ? error.message : String(error)}`);
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  };
}

function keyOf(body: string, bucket: string): string {
  const event = objectCreated.safeParse(JSON.parse(body));
  if (!event.success) throw new Error('the message is no "Object Created" event of S3');
  const { detail } = event.data;
  if (detail.bucket.name !== bucket) throw new Error(`the event is of bucket ${detail.bucket.name}, not of ${bucket}`);
  const { key } = detail.object;
  // EventBridge has keys as they are, S3's direct notifications have them URL-encoded: `=` tells them apart.
  return key.includes('=') ? key : decodeURIComponent(key.replaceAll('+', ' '));
}

async function handleObject(args: IncidentHandlerArgs, key: string): Promise<void> {
  const capture = parseCaptureKey(key);
  if (capture) {
    await putMetrics(args, captureMetrics(capture.endpoint, args.now()));
    return;
  }
  const report = parseReportKey(key);
  if (report?.file === reportFiles.statistics) {
    // Every run writes statistics; whether a clean one writes a file of violations is not certain. They end no
    // incident either: they may arrive before the violations of the same run.
    await putMetrics(args, runMetrics(report.endpoint, args.now()));
    return;
  }
  const isOfViolations = violationsFiles.some((file) => file === report?.file);
  if (report && isOfViolations) await handleReport(args, await readReport(args, key, report));
}

async function handleReport(args: IncidentHandlerArgs, report: Report): Promise<void> {
  const incidents = await latestIncidents(args, report.endpoint, report.hour);
  if (incidents.some(({ incident }) => hasTakenIn(incident, report))) return;
  // Before the document: if writing it fails, a metric that is put twice is better than an alarm that stays silent.
  await putMetrics(args, violationMetrics(report, args.now()));
  if (report.violations.length > 0) {
    const stored = incidents.find(({ incident }) => continues(incident, report));
    await writeIncident(args, stored ? takeIn(stored.incident, report) : openIncident(report), stored);
    return;
  }
  for (const stored of incidents.filter(({ incident }) => ends(incident, report))) {
    await writeIncident(args, endIncident(stored.incident, report), stored);
  }
}

async function putMetrics({ cloudwatch, namespace }: IncidentHandlerArgs, data: MetricDatum[]): Promise<void> {
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: data }));
}
