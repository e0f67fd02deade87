import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { z } from 'zod';
import { reportFiles, violationsFiles } from '../../contract/modelMonitorFiles';
import { parseCaptureKey, parseReportKey } from '../../contract/storeLayout';
import {
  addReport,
  closeIncident,
  includesReport,
  isClosedBy,
  isContinuedBy,
  openIncident,
  type Report,
} from './incident';
import { type IncidentStore, readLatestIncidents, writeIncident } from './incidentStore';
import { readReport } from './reportReader';
import { countCapture, countRun, countViolations } from './storeMetrics';

export interface IncidentHandlerArgs extends IncidentStore {
  readonly cloudwatch: CloudWatchClient;
  /** Timestamp of the metrics. */
  readonly now: () => Date;
  /** CloudWatch namespace of the metrics. */
  readonly namespace: string;
}

/** Messages of a queue, as Lambda passes them. */
export interface QueueBatch {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** Messages to deliver again. */
export interface QueueBatchResult {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

const objectCreated = z.object({
  detail: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
});

/**
 * Handles S3's "Object Created" events that EventBridge sends to a queue: publishes captures, runs and violations as
 * metrics, and writes the incident of a violating report. Only events that fail are delivered again. An event that
 * arrives twice leaves the same documents.
 */
export function createIncidentHandler(args: IncidentHandlerArgs): (batch: QueueBatch) => Promise<QueueBatchResult> {
  return async ({ Records }) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    // Sequential, because two reports of one batch may belong to one incident.
    for (const { messageId, body } of Records) {
      try {
        await handleObject(args, parseObjectKey(body, args.bucket));
      } catch (error) {
        console.error(`message ${messageId}: ${error instanceof Error ? error.message : String(error)}`);
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  };
}

function parseObjectKey(body: string, bucket: string): string {
  const event = objectCreated.safeParse(JSON.parse(body));
  if (!event.success) throw new Error('not an S3 "Object Created" event');
  const { detail } = event.data;
  if (detail.bucket.name !== bucket) throw new Error(`event of bucket ${detail.bucket.name}, expected ${bucket}`);
  const { key } = detail.object;
  // EventBridge sends plain keys, S3's direct notifications URL-encoded ones without `=`.
  return key.includes('=') ? key : decodeURIComponent(key.replaceAll('+', ' '));
}

async function handleObject(args: IncidentHandlerArgs, key: string): Promise<void> {
  const capture = parseCaptureKey(key);
  if (capture) {
    await putMetrics(args, countCapture(capture.endpoint, args.now()));
    return;
  }
  const report = parseReportKey(key);
  if (report?.file === reportFiles.statistics) {
    // Every run writes statistics; a clean run may write no violations file. Statistics close no incident, because they
    // may arrive before the violations of the same run.
    await putMetrics(args, countRun(report.endpoint, args.now()));
    return;
  }
  const hasViolations = violationsFiles.some((file) => file === report?.file);
  if (report && hasViolations) await handleReport(args, await readReport(args, key, report));
}

async function handleReport(args: IncidentHandlerArgs, report: Report): Promise<void> {
  const incidents = await readLatestIncidents(args, report.endpoint, report.hour);
  if (incidents.some(({ incident }) => includesReport(incident, report))) return;
  // Metrics first: if the document cannot be written, a metric that is published twice is better than a silent alarm.
  await putMetrics(args, countViolations(report, args.now()));
  if (report.violations.length > 0) {
    const stored = incidents.find(({ incident }) => isContinuedBy(incident, report));
    await writeIncident(args, stored ? addReport(stored.incident, report) : openIncident(report), stored);
    return;
  }
  for (const stored of incidents.filter(({ incident }) => isClosedBy(incident, report))) {
    await writeIncident(args, closeIncident(stored.incident, report), stored);
  }
}

async function putMetrics({ cloudwatch, namespace }: IncidentHandlerArgs, data: MetricDatum[]): Promise<void> {
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: data }));
}
