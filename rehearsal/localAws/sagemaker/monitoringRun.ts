import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  DescribeDataQualityJobDefinitionCommand,
  type DescribeDataQualityJobDefinitionResponse,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
} from '@aws-sdk/client-sagemaker';
import { hourPath } from '../../../contract/hours';
import { dataMetricsNamespace } from '../../../contract/metrics';
import { reportFiles } from '../../../contract/modelMonitorFiles';
import type { CloudWatch } from '../cloudwatch/cloudWatch';
import type { MotoClients } from '../protocol/motoClients';
import type { MonitorContainer, MonitoringJobResult } from './monitorContainer';

export interface MonitoringRunOptions {
  readonly clients: MotoClients;
  readonly cloudWatch: Pick<CloudWatch, 'putMetricData'>;
  readonly monitor: MonitorContainer;
}

/** One execution that is due. */
export interface DueRun {
  readonly scheduleName: string;
  readonly jobDefinitionName: string;
  readonly scheduledAt: Date;
  readonly windowStart: Date;
  readonly windowEnd: Date;
}

/** How an execution ended. */
export interface ScheduleRun extends DueRun {
  readonly endpoint: string;
  readonly captureFiles: number;
  readonly status: MonitoringJobResult['status'];
  /** `s3://` address of the report's folder; undefined when there is none. */
  readonly reportUri?: string;
  readonly failureReason?: string;
}

interface S3Uri {
  readonly bucket: string;
  readonly key: string;
}

function s3Uri(uri: string | undefined, what: string): S3Uri {
  const match = /^s3:\/\/([^/]+)\/?(.*?)\/?$/.exec(uri ?? '');
  if (!match) throw new Error(`${what} must be an s3:// address, not '${uri ?? ''}'`);
  return { bucket: match[1] ?? '', key: match[2] ?? '' };
}

async function read(s3: S3Client, { bucket, key }: S3Uri): Promise<Uint8Array> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (error) {
    throw new Error(`s3://${bucket}/${key} cannot be read: ${(error as Error).message}`);
  }
}

/** Reads where the endpoint writes its captures, and under which variants. */
async function captureRoots({ sageMaker }: MotoClients, endpoint: string): Promise<S3Uri[]> {
  const described = await sageMaker
    .send(new DescribeEndpointCommand({ EndpointName: endpoint }))
    .catch((error: Error) => {
      throw new Error(`endpoint '${endpoint}' cannot be described: ${error.message}`);
    });
  const config = await sageMaker.send(
    new DescribeEndpointConfigCommand({ EndpointConfigName: described.EndpointConfigName }),
  );
  const { DataCaptureConfig: capture, ProductionVariants: variants = [] } = config;
  if (!capture?.EnableCapture) throw new Error(`data capture is not enabled on endpoint '${endpoint}'`);
  const { bucket, key } = s3Uri(capture.DestinationS3Uri, `DestinationS3Uri of endpoint '${endpoint}'`);
  return variants.map(({ VariantName }) => ({ bucket, key: `${key}/${endpoint}/${VariantName}` }));
}

async function capturesOf(
  s3: S3Client,
  roots: readonly S3Uri[],
  run: DueRun,
): Promise<{ key: string; body: Uint8Array }[]> {
  const found: S3Uri[] = [];
  for (const { bucket, key } of roots) {
    for (let at = run.windowStart.getTime(); at < run.windowEnd.getTime(); at += 3_600_000) {
      const Prefix = `${key}/${hourPath(new Date(at))}/`;
      let ContinuationToken: string | undefined;
      do {
        const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix, ContinuationToken }));
        found.push(...(page.Contents ?? []).map(({ Key = '' }) => ({ bucket, key: Key })));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
    }
  }
  const captures = found.filter(({ key }) => key.endsWith('.jsonl'));
  return Promise.all(captures.map(async (uri) => ({ key: uri.key, body: await read(s3, uri) })));
}

/** The violations last: their arrival is what starts an incident, and it may look at the other files. */
function writeOrder(files: Readonly<Record<string, string>>): [string, string][] {
  const entries = Object.entries(files);
  const last = ([name]: [string, string]): number => (name === reportFiles.violations ? 1 : 0);
  return entries.sort((a, b) => last(a) - last(b));
}

type JobDefinition = DescribeDataQualityJobDefinitionResponse;

async function publish(
  options: MonitoringRunOptions,
  definition: JobDefinition,
  run: DueRun,
  result: MonitoringJobResult,
): Promise<string> {
  const endpoint = endpointOf(definition);
  const output = definition.DataQualityJobOutputConfig;
  const target = s3Uri(output?.MonitoringOutputs?.[0]?.S3Output?.S3Uri, 'S3Uri of the job definition’s output');
  const prefix = [target.key, endpoint, run.scheduleName, hourPath(run.scheduledAt)].filter(Boolean).join('/');
  for (const [name, text] of writeOrder(result.files)) {
    await options.clients.s3.send(
      new PutObjectCommand({
        Bucket: target.bucket,
        Key: `${prefix}/${name}`,
        Body: text,
        ContentType: 'application/json',
        ...(output?.KmsKeyId ? { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: output.KmsKeyId } : {}),
      }),
    );
  }
  const environment = definition.DataQualityAppSpecification?.Environment ?? {};
  if (environment['publish_cloudwatch_metrics'] === 'Enabled' && result.metrics.length > 0) {
    const Dimensions = [
      { Name: 'Endpoint', Value: endpoint },
      { Name: 'MonitoringSchedule', Value: run.scheduleName },
    ];
    const data = result.metrics.map(({ name, value }) => ({
      MetricName: name,
      Value: value,
      Dimensions,
      // When the clock jumps over several hours, each run's metrics still stand at their own hour.
      Timestamp: run.scheduledAt,
    }));
    await options.cloudWatch.putMetricData(dataMetricsNamespace, data);
  }
  return `s3://${target.bucket}/${prefix}`;
}

function endpointOf(definition: JobDefinition): string {
  return definition.DataQualityJobInput?.EndpointInput?.EndpointName ?? '';
}

/** Runs one execution: the window's captures and the baseline in, the report and the feature metrics out. */
export async function monitoringRun(options: MonitoringRunOptions, run: DueRun): Promise<ScheduleRun> {
  const { s3, sageMaker } = options.clients;
  let endpoint = '';
  let captureFiles = 0;
  const failed = (failureReason: string): ScheduleRun => ({
    ...run,
    endpoint,
    captureFiles,
    status: 'Failed',
    failureReason,
  });
  try {
    const definition = await sageMaker.send(
      new DescribeDataQualityJobDefinitionCommand({ JobDefinitionName: run.jobDefinitionName }),
    );
    endpoint = endpointOf(definition);
    const captures = await capturesOf(s3, await captureRoots(options.clients, endpoint), run);
    captureFiles = captures.length;
    if (captures.length === 0) {
      const window = `${run.windowStart.toISOString()} to ${run.windowEnd.toISOString()}`;
      return failed(`Job inputs had no data: endpoint '${endpoint}' has no capture files from ${window}`);
    }
    const baseline = definition.DataQualityBaselineConfig;
    const text = async (uri: string | undefined, what: string): Promise<string> =>
      Buffer.from(await read(s3, s3Uri(uri, what))).toString();
    const { scheduleName, windowStart, windowEnd } = run;
    const result = await options.monitor({
      endpoint,
      scheduleName,
      windowStart,
      windowEnd,
      captures,
      statistics: await text(baseline?.StatisticsResource?.S3Uri, 'the baseline’s statistics'),
      constraints: await text(baseline?.ConstraintsResource?.S3Uri, 'the baseline’s constraints'),
      environment: definition.DataQualityAppSpecification?.Environment ?? {},
    });
    const reportUri = await publish(options, definition, run, result);
    const reason = result.status === 'Failed' ? (result.exitMessage ?? 'the monitor failed') : undefined;
    return {
      ...run,
      endpoint,
      captureFiles,
      status: result.status,
      reportUri,
      ...(reason === undefined ? {} : { failureReason: reason }),
    };
  } catch (error) {
    return failed((error as Error).message);
  }
}
