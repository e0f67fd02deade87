import {
  DescribeDataQualityJobDefinitionCommand,
  DescribeMonitoringScheduleCommand,
  DescribeProcessingJobCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { UserError } from '../../contract/userError';

/** Where Model Monitor's two files are, and which endpoint they belong to. */
export interface ImportSource {
  readonly statistics: string;
  readonly constraints: string;
  readonly endpoint?: string | undefined;
  readonly origin?: string;
}

/** The part of a baseline configuration that data quality job definitions and older schedules share. */
interface BaselineConfig {
  readonly StatisticsResource?: { readonly S3Uri?: string | undefined } | undefined;
  readonly ConstraintsResource?: { readonly S3Uri?: string | undefined } | undefined;
  readonly BaseliningJobName?: string | undefined;
}

/** Reads from SageMaker which files a job definition or a monitoring schedule names. Throws a UserError where it names none. */
export async function describeImportSource(
  { jobDefinition, schedule }: { readonly jobDefinition?: string | undefined; readonly schedule?: string | undefined },
  endpointUrl: string | undefined,
): Promise<ImportSource> {
  const client = new SageMakerClient(endpointUrl === undefined ? {} : { endpoint: endpointUrl });
  try {
    return jobDefinition === undefined
      ? await ofSchedule(client, schedule ?? '')
      : await ofJobDefinition(client, jobDefinition);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const what = jobDefinition === undefined ? `schedule ${schedule}` : `job definition ${jobDefinition}`;
    throw new UserError(
      `${what}: cannot be read from SageMaker (${error instanceof Error ? error.message : String(error)})`,
    );
  } finally {
    client.destroy();
  }
}

async function ofJobDefinition(client: SageMakerClient, name: string): Promise<ImportSource> {
  const definition = await client.send(new DescribeDataQualityJobDefinitionCommand({ JobDefinitionName: name }));
  const origin = `data quality job definition ${name}`;
  const endpoint = definition.DataQualityJobInput?.EndpointInput?.EndpointName;
  return { ...(await filesOf(client, definition.DataQualityBaselineConfig, origin)), endpoint, origin };
}

async function ofSchedule(client: SageMakerClient, name: string): Promise<ImportSource> {
  const described = await client.send(new DescribeMonitoringScheduleCommand({ MonitoringScheduleName: name }));
  const { MonitoringJobDefinitionName: definition, MonitoringJobDefinition: inline } =
    described.MonitoringScheduleConfig ?? {};
  const type = described.MonitoringScheduleConfig?.MonitoringType ?? described.MonitoringType ?? 'DataQuality';
  if (type !== 'DataQuality') {
    throw new UserError(`schedule ${name}: has type ${type}; only baselines of data quality schedules can be imported`);
  }
  const origin = `monitoring schedule ${name}`;
  if (definition !== undefined) return { ...(await ofJobDefinition(client, definition)), origin };
  const endpoint = inline?.MonitoringInputs?.[0]?.EndpointInput?.EndpointName ?? described.EndpointName;
  return { ...(await filesOf(client, inline?.BaselineConfig, origin)), endpoint, origin };
}

async function filesOf(client: SageMakerClient, config: BaselineConfig | undefined, origin: string) {
  const [statistics, constraints] = [config?.StatisticsResource?.S3Uri, config?.ConstraintsResource?.S3Uri];
  if (statistics !== undefined && constraints !== undefined) return { statistics, constraints };
  const job = config?.BaseliningJobName;
  const outputs =
    job === undefined
      ? []
      : ((await client.send(new DescribeProcessingJobCommand({ ProcessingJobName: job }))).ProcessingOutputConfig
          ?.Outputs ?? []);
  const folder = outputs[0]?.S3Output?.S3Uri?.replace(/\/+$/, '');
  if (folder === undefined) {
    throw new UserError(
      `${origin}: names no statistics and constraints; pass their addresses with --statistics and --constraints`,
    );
  }
  return {
    statistics: statistics ?? `${folder}/statistics.json`,
    constraints: constraints ?? `${folder}/constraints.json`,
  };
}
