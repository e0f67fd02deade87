import { PutObjectCommand } from '@aws-sdk/client-s3';
import { parseS3Uri } from '../../contract/s3Uri';
import { captureHourPrefix, type SchemaRef } from '../../contract/storeLayout';
import { type WindowSummary, windowSummaryFile } from '../../contract/windowSummary';
import type { ObjectStore } from '../../store/objectStore';
import { s3Store } from '../../store/s3Store';
import { readWindowSummary } from '../../store/windowSummaries';
import type { AwsClients } from '../aws/awsClients';
import type { HourResult, LocalAws } from '../localAws/localAws';
import { readFaults } from '../readings/selfCheck';
import type { PlannedHour } from '../scenario/plan';
import type { WindowResult } from '../standIns/analyzerContainer';
import type { FunctionHost } from '../standIns/functionHost';
import type { LambdaProcess } from '../standIns/lambdaProcess';
import { type AnalyzedHour, invokeAll, invokeHosted, nameOf, readAnalyzedHour } from './analyzedHour';
import type { ObservedHour } from './observations';

interface ReplayArgs {
  readonly aws: LocalAws;
  readonly clients: AwsClients;
  /** Host of the incident function. */
  readonly host: FunctionHost;
  /** Host of the audit function. */
  readonly audit: FunctionHost;
  readonly analyzer: LambdaProcess;
  readonly bucket: string;
  /** The endpoint of the managed monitor. */
  readonly endpoint: string;
  readonly schema: string;
  /** The endpoint of the analyzer, which gets the same captures; undefined in a day without it. */
  readonly analyzed?: SchemaRef;
  /** Results of the monitor's runs, by start of their window (ISO 8601). */
  readonly windows: ReadonlyMap<string, WindowResult>;
}

/**
 * Replays one hour: its captures arrive, the clock advances to the next full hour, due schedules run, the analyzer's
 * function is invoked, the incident and the audit function empty their queues, alarms are evaluated, and the trail is delivered.
 */
export async function replayHour(
  args: ReplayArgs,
  planned: PlannedHour,
): Promise<{ hour: ObservedHour; failedMessages: number }> {
  const start = args.aws.now();
  const { analyzed } = args;
  for (const target of analyzed ? [args, analyzed] : [args]) await putCaptures(args, target, planned, start);
  let failedMessages = 0;
  let problems: readonly string[] = [];
  const result = await args.aws.advanceHour(async (due) => {
    const { host, audit } = args;
    const hosted = [host, audit].map(({ functionName }) => functionName);
    const ofAnalyzer = due.filter(({ functionArn }) => !hosted.includes(nameOf(functionArn)));
    problems = await invokeAll(args.analyzer, ofAnalyzer);
    failedMessages = (await host.drain()).failed + (await audit.drain()).failed;
    problems = [...problems, ...(await invokeHosted(host, due)), ...(await invokeHosted(audit, due))];
  });
  const hour = observeHour(args, planned, start, result);
  const store = s3Store({ bucket: args.bucket, prefix: '', client: args.clients.s3 });
  const analyzer = analyzed && { problems, ...(await readAnalyzed(store, analyzed, hour, args.aws.now())) };
  // A failed run has no statistics, so nothing to summarize; its report is the list of its rejects.
  const summary = hour.status === 'Failed' ? undefined : await readSummary(store, hour.reportUri);
  return { failedMessages, hour: { ...hour, faults: await readFaults(store), summary, analyzer } };
}

function readAnalyzed(
  store: ObjectStore,
  analyzed: SchemaRef,
  { status, reportUri }: Pick<ObservedHour, 'status' | 'reportUri'>,
  end: Date,
): Promise<Omit<AnalyzedHour, 'problems'>> {
  return readAnalyzedHour(store, analyzed, { end, managedReportUri: status === 'Failed' ? undefined : reportUri });
}

async function putCaptures(
  { clients, bucket }: ReplayArgs,
  { endpoint, schema }: SchemaRef,
  { files }: PlannedHour,
  start: Date,
): Promise<void> {
  await Promise.all(
    files.map(({ name, variant, body }) => {
      const Key = captureHourPrefix({ endpoint, schema }, variant, start) + name;
      return clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: body }));
    }),
  );
}

/** The summary that the incident function wrote beside a report; undefined without a report. */
async function readSummary(store: ObjectStore, reportUri: string | undefined): Promise<WindowSummary | undefined> {
  const location = reportUri === undefined ? undefined : parseS3Uri(reportUri);
  return location && readWindowSummary(store, `${location.prefix}/${windowSummaryFile}`);
}

function observeHour(
  { endpoint, windows }: ReplayArgs,
  { payload }: PlannedHour,
  start: Date,
  { runs, transitions }: HourResult,
): Omit<ObservedHour, 'faults'> {
  const hour = start.toISOString();
  const run = runs.find((candidate) => candidate.endpoint === endpoint);
  const { analysis, rejects: rejectedRecords = [] } = (run && windows.get(hour)) ?? {};
  const raised = transitions.filter(({ to }) => to === 'ALARM');
  const cleared = transitions.filter(({ from, to }) => from === 'ALARM' && to === 'OK');
  return {
    hour,
    payload,
    rows: analysis?.rows ?? 0,
    rejects: rejectedRecords.length,
    rejectedRecords,
    status: run?.status ?? 'NotScheduled',
    exitMessage: run?.failureReason,
    violations: analysis?.violations.violations ?? [],
    alarmsRaised: raised.map(({ alarm }) => alarm),
    alarmsCleared: cleared.map(({ alarm }) => alarm),
    reportUri: run?.reportUri,
    transitions,
    analysis,
  };
}
