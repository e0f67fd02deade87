import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  DescribeDataQualityJobDefinitionCommand,
  type DescribeDataQualityJobDefinitionResponse,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
} from '@aws-sdk/client-sagemaker';
import { hourMs, hourPath } from '../../../contract/hours';
import { dataMetricsNamespace } from '../../../contract/metrics';
import { reportFiles } from '../../../contract/modelMonitorFiles';
import { parseS3Uri } from '../../../contract/s3Uri';
import { unreadable } from '../../../contract/userError';
import type { MotoClients } from '../protocol/motoClients';
import type { MonitorContainer, MonitoringJobResult } from './monitorContainer';

/** One datum of a feature metric. */
export interface FeatureDatum {
  readonly MetricName: string;
  readonly Value: number;
  readonly Dimensions: { readonly Name: string; readonly Value: string }[];
  readonly Timestamp: Date;
}

export interface MonitoringRunOptions {
  readonly clients: Pick<MotoClients, 's3' | 'sageMaker'>;
  readonly putMetricData: (namespace: string, data: readonly FeatureDatum[]) => Promise<void>;
  readonly monitor: MonitorContainer;
}

/** An execution that is due. */
export interface DueRun {
  readonly scheduleName: string;
  readonly jobDefinitionName: string;
  readonly scheduledAt: Date;
  readonly windowStart: Date;
  readonly windowEnd: Date;
}

/** An execution that has ended. */
export interface ScheduleRun extends DueRun {
  readonly endpoint: string;
  readonly captureFiles: number;
  readonly status: MonitoringJobResult['status'];
  /** `s3://` URI of the report's folder; undefined when the run wrote no report. */
  readonly reportUri?: string;
  readonly failureReason?: string;
}

/** What a run did before it ended. */
interface RunProgress {
  readonly endpoint: string;
  readonly captureFiles: number;
}

interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

type JobDefinition = DescribeDataQualityJobDefinitionResponse;

/** Runs one execution: reads the window's captures and the baseline, writes the report, publishes the feature metrics. */
export async function runMonitoring(options: MonitoringRunOptions, run: DueRun): Promise<ScheduleRun> {
  let progress: RunProgress = { endpoint: '', captureFiles: 0 };
  try {
    const definition = await options.clients.sageMaker.send(
      new DescribeDataQualityJobDefinitionCommand({ JobDefinitionName: run.jobDefinitionName }),
    );
    progress = { ...progress, endpoint: endpointName(definition) };
    const captures = await readCaptures(options, progress.endpoint, run);
    progress = { ...progress, captureFiles: captures.length };
    const result = await runContainer(options, definition, run, captures);
    const reportUri = await writeReport(options.clients.s3, definition, run, result);
    if (isPublishingMetrics(definition) && result.metrics.length > 0) {
      await options.putMetricData(dataMetricsNamespace, featureData(progress.endpoint, run, result));
    }
    const failureReason = result.status === 'Failed' ? (result.exitMessage ?? 'the monitor failed') : undefined;
    return { ...run, ...progress, status: result.status, reportUri, failureReason };
  } catch (error) {
    return { ...run, ...progress, status: 'Failed', failureReason: (error as Error).message };
  }
}

function endpointName(definition: JobDefinition): string {
  return definition.DataQualityJobInput?.EndpointInput?.EndpointName ?? '';
}

function isPublishingMetrics({ DataQualityAppSpecification }: JobDefinition): boolean {
  return DataQualityAppSpecification?.Environment?.['publish_cloudwatch_metrics'] === 'Enabled';
}

/** The window's capture files. Throws when there are none, as Model Monitor fails without input. */
async function readCaptures(
  { clients }: MonitoringRunOptions,
  endpoint: string,
  { windowStart, windowEnd }: DueRun,
): Promise<{ key: string; body: Uint8Array }[]> {
  const { bucket, prefixes } = await findCaptureFolders(clients, endpoint);
  const hours = Array.from(
    { length: (windowEnd.getTime() - windowStart.getTime()) / hourMs },
    (_, i) => new Date(windowStart.getTime() + i * hourMs),
  );
  const keys: string[] = [];
  for (const prefix of prefixes) {
    for (const hour of hours) keys.push(...(await listKeys(clients.s3, bucket, `${prefix}/${hourPath(hour)}/`)));
  }
  const captureKeys = keys.filter((key) => key.endsWith('.jsonl'));
  if (captureKeys.length === 0) {
    const window = `${windowStart.toISOString()} to ${windowEnd.toISOString()}`;
    throw new Error(`Job inputs had no data: endpoint '${endpoint}' has no capture files from ${window}`);
  }
  return Promise.all(captureKeys.map(async (key) => ({ key, body: await readObject(clients.s3, { bucket, key }) })));
}

/** Where the endpoint writes its captures: one folder per variant. */
async function findCaptureFolders(
  { sageMaker }: MonitoringRunOptions['clients'],
  endpoint: string,
): Promise<{ bucket: string; prefixes: string[] }> {
  const { EndpointConfigName } = await sageMaker
    .send(new DescribeEndpointCommand({ EndpointName: endpoint }))
    .catch((error: Error) => {
      throw new Error(`endpoint '${endpoint}' cannot be described: ${error.message}`);
    });
  const config = await sageMaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName }));
  const { DataCaptureConfig: capture, ProductionVariants: variants = [] } = config;
  if (!capture?.EnableCapture) throw new Error(`data capture is not enabled on endpoint '${endpoint}'`);
  const { bucket, key } = parseLocation(capture.DestinationS3Uri, `DestinationS3Uri of endpoint '${endpoint}'`);
  return { bucket, prefixes: variants.map(({ VariantName }) => `${key}/${endpoint}/${VariantName}`) };
}

async function runContainer(
  { clients, monitor }: MonitoringRunOptions,
  definition: JobDefinition,
  { scheduleName, windowStart, windowEnd }: DueRun,
  captures: readonly { key: string; body: Uint8Array }[],
): Promise<MonitoringJobResult> {
  const { StatisticsResource, ConstraintsResource } = definition.DataQualityBaselineConfig ?? {};
  const readText = async (uri: string | undefined, name: string): Promise<string> =>
    Buffer.from(await readObject(clients.s3, parseLocation(uri, name))).toString();
  return monitor({
    endpoint: endpointName(definition),
    scheduleName,
    windowStart,
    windowEnd,
    captures,
    statistics: await readText(StatisticsResource?.S3Uri, 'the URI of the baseline’s statistics'),
    constraints: await readText(ConstraintsResource?.S3Uri, 'the URI of the baseline’s constraints'),
    environment: definition.DataQualityAppSpecification?.Environment ?? {},
  });
}

/** Writes the report's files, and returns the URI of their folder. */
async function writeReport(
  s3: S3Client,
  definition: JobDefinition,
  run: DueRun,
  result: MonitoringJobResult,
): Promise<string> {
  const { MonitoringOutputs, KmsKeyId } = definition.DataQualityJobOutputConfig ?? {};
  const { bucket, key } = parseLocation(
    MonitoringOutputs?.[0]?.S3Output?.S3Uri,
    'S3Uri of the job definition’s output',
  );
  const parts = [key, endpointName(definition), run.scheduleName, hourPath(run.scheduledAt)];
  const prefix = parts.filter(Boolean).join('/');
  for (const [name, text] of inWriteOrder(result.files)) {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: `${prefix}/${name}`,
        Body: text,
        ContentType: 'application/json',
        ServerSideEncryption: KmsKeyId ? 'aws:kms' : undefined,
        SSEKMSKeyId: KmsKeyId || undefined,
      }),
    );
  }
  return `s3://${bucket}/${prefix}`;
}

/** The violations last: they start an incident, which may read the other files. */
function inWriteOrder(files: Readonly<Record<string, string>>): [string, string][] {
  const isViolations = ([name]: [string, string]): boolean => name === reportFiles.violations;
  return Object.entries(files).sort((a, b) => Number(isViolations(a)) - Number(isViolations(b)));
}

/** Metrics of a run stand at its own hour, also when the clock jumps over several hours. */
function featureData(endpoint: string, run: DueRun, { metrics }: MonitoringJobResult): FeatureDatum[] {
  const Dimensions = [
    { Name: 'Endpoint', Value: endpoint },
    { Name: 'MonitoringSchedule', Value: run.scheduleName },
  ];
  return metrics.map(({ name, value }) => ({
    MetricName: name,
    Value: value,
    Dimensions,
    Timestamp: run.scheduledAt,
  }));
}

function parseLocation(uri: string | undefined, name: string): S3Location {
  const location = parseS3Uri(uri ?? '');
  if (!location) throw new Error(`${name} must be an s3:// URI, not '${uri ?? ''}'`);
  return { bucket: location.bucket, key: location.prefix };
}

async function listKeys(s3: S3Client, bucket: string, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken }));
    keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return keys;
}

async function readObject(s3: S3Client, { bucket, key }: S3Location): Promise<Uint8Array> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (error) {
    throw unreadable(`s3://${bucket}/${key}`, error);
  }
}
