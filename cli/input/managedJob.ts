import {
  DescribeDataQualityJobDefinitionCommand,
  DescribeMonitoringScheduleCommand,
  DescribeProcessingJobCommand,
  type MonitoringOutputConfig,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { UserError } from '../../contract/userError';
import { openStore } from '../../store/openStore';

/** What a data quality job of Model Monitor reads and writes: `s3://` addresses, as far as SageMaker knows them. */
export interface ManagedJob {
  /** Such as `monitoring schedule churn-hourly`. */
  readonly origin: string;
  readonly endpoint?: string | undefined;
  /** Of the baseline's files. */
  readonly statistics?: string | undefined;
  readonly constraints?: string | undefined;
  /** Folder of the reports. */
  readonly reports?: string | undefined;
  /** Cron expression, UTC; of a schedule only. */
  readonly expression?: string | undefined;
  /** How the job's windows are shifted, in ISO 8601 durations such as `-PT1H`. */
  readonly offsets?: WindowOffsets | undefined;
}

/** Members of an endpoint input of SageMaker. */
export interface WindowOffsets {
  readonly StartTimeOffset?: string | undefined;
  readonly EndTimeOffset?: string | undefined;
}

/** The part of a baseline configuration that data quality job definitions and older schedules share. */
interface BaselineConfig {
  readonly StatisticsResource?: { readonly S3Uri?: string | undefined } | undefined;
  readonly ConstraintsResource?: { readonly S3Uri?: string | undefined } | undefined;
  readonly BaseliningJobName?: string | undefined;
}

/** Opens SageMaker for as long as `use` takes. */
export async function withSageMaker<T>(
  endpointUrl: string | undefined,
  use: (client: SageMakerClient) => Promise<T>,
): Promise<T> {
  const client = new SageMakerClient({ endpoint: endpointUrl ?? process.env['AWS_ENDPOINT_URL'] });
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

/** Reads a data quality job definition. */
export async function readJobDefinition(
  client: SageMakerClient,
  name: string,
  endpointUrl: string | undefined,
): Promise<ManagedJob> {
  const definition = await client.send(new DescribeDataQualityJobDefinitionCommand({ JobDefinitionName: name }));
  const origin = `data quality job definition ${name}`;
  return {
    origin,
    endpoint: definition.DataQualityJobInput?.EndpointInput?.EndpointName,
    offsets: definition.DataQualityJobInput?.EndpointInput,
    reports: reportsOf(definition.DataQualityJobOutputConfig),
    ...(await baselineOf(client, definition.DataQualityBaselineConfig, origin, endpointUrl)),
  };
}

/** Reads a monitoring schedule, whose job is defined apart or, in older schedules, inside. Throws a UserError for one of another type. */
export async function readSchedule(
  client: SageMakerClient,
  name: string,
  endpointUrl: string | undefined,
): Promise<ManagedJob> {
  const described = await client.send(new DescribeMonitoringScheduleCommand({ MonitoringScheduleName: name }));
  const config = described.MonitoringScheduleConfig ?? {};
  const { MonitoringJobDefinitionName: definition, MonitoringJobDefinition: inside } = config;
  const type = config.MonitoringType ?? described.MonitoringType ?? 'DataQuality';
  if (type !== 'DataQuality') {
    throw new UserError(`schedule ${name}: has type ${type}; only data quality schedules are supported`);
  }
  const origin = `monitoring schedule ${name}`;
  const job =
    definition === undefined
      ? {
          endpoint: inside?.MonitoringInputs?.[0]?.EndpointInput?.EndpointName ?? described.EndpointName,
          offsets: inside?.MonitoringInputs?.[0]?.EndpointInput,
          reports: reportsOf(inside?.MonitoringOutputConfig),
          ...(await baselineOf(client, inside?.BaselineConfig, origin, endpointUrl)),
        }
      : await readJobDefinition(client, definition, endpointUrl);
  return { ...job, origin, expression: config.ScheduleConfig?.ScheduleExpression };
}

function reportsOf(config: MonitoringOutputConfig | undefined): string | undefined {
  return config?.MonitoringOutputs?.[0]?.S3Output?.S3Uri;
}

/** The files that a configuration names; those that it does not name are in an output of its baselining job. */
async function baselineOf(
  client: SageMakerClient,
  config: BaselineConfig | undefined,
  origin: string,
  endpointUrl: string | undefined,
): Promise<Pick<ManagedJob, 'statistics' | 'constraints'>> {
  const [statistics, constraints] = [config?.StatisticsResource?.S3Uri, config?.ConstraintsResource?.S3Uri];
  const name = config?.BaseliningJobName;
  if ((statistics !== undefined && constraints !== undefined) || name === undefined) return { statistics, constraints };
  const job = await client.send(new DescribeProcessingJobCommand({ ProcessingJobName: name }));
  const outputs = job.ProcessingOutputConfig?.Outputs ?? [];
  const folders = outputs.flatMap(({ S3Output }) => S3Output?.S3Uri?.replace(/\/+$/, '') ?? []);
  for (const folder of folders) {
    if (await hasBaseline(folder, endpointUrl)) {
      return {
        statistics: statistics ?? `${folder}/statistics.json`,
        constraints: constraints ?? `${folder}/constraints.json`,
      };
    }
  }
  throw new UserError(
    `${origin}: no output of its baselining job ${name} has statistics.json and constraints.json (${folders.join(', ') || 'it has none'})`,
  );
}

async function hasBaseline(folder: string, endpointUrl: string | undefined): Promise<boolean> {
  const store = openStore(folder, endpointUrl);
  try {
    const keys = (await store.list('')).map(({ key }) => key);
    return keys.includes('statistics.json') && keys.includes('constraints.json');
  } finally {
    store.close();
  }
}
