import {
  DescribeDataQualityJobDefinitionCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeMonitoringScheduleCommand,
  ListMonitoringSchedulesCommand,
  type MonitoringScheduleConfig,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { UserError } from '../../contract/userError';

/** What a managed schedule reads and writes: `s3://` addresses. */
export interface ManagedSchedule {
  readonly name: string;
  /** Cron expression, UTC. */
  readonly expression: string;
  /** Of the files statistics.json and constraints.json. */
  readonly statistics: string;
  readonly constraints: string;
  /** Folder with `<variant>/yyyy/mm/dd/hh/`. */
  readonly captures: string;
  /** Folder with `yyyy/mm/dd/hh/`. */
  readonly reports: string;
}

/** Reads a data quality schedule of an endpoint: the named one, or the only one. Throws a UserError if there is none. */
export async function readManagedSchedule(
  endpoint: string,
  name: string | undefined,
  endpointUrl: string | undefined,
): Promise<ManagedSchedule> {
  const sageMaker = new SageMakerClient({ endpoint: endpointUrl ?? process.env['AWS_ENDPOINT_URL'] });
  try {
    return await describe(sageMaker, endpoint, name ?? (await findSchedule(sageMaker, endpoint)));
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { name: kind, message } = error as Error;
    throw new UserError(
      `endpoint ${endpoint}: its schedule cannot be read (${kind}: ${message}); the caller needs sagemaker:ListMonitoringSchedules, DescribeMonitoringSchedule, DescribeDataQualityJobDefinition, DescribeEndpoint and DescribeEndpointConfig`,
    );
  } finally {
    sageMaker.destroy();
  }
}

async function findSchedule(sageMaker: SageMakerClient, endpoint: string): Promise<string> {
  const { MonitoringScheduleSummaries = [] } = await sageMaker.send(
    new ListMonitoringSchedulesCommand({ EndpointName: endpoint }),
  );
  const names = MonitoringScheduleSummaries.filter(
    ({ MonitoringType: type }) => type === undefined || type === 'DataQuality',
  ).map(({ MonitoringScheduleName }) => MonitoringScheduleName ?? '');
  const [name, ...others] = names;
  if (name !== undefined && others.length === 0) return name;
  if (name === undefined) throw new UserError(`endpoint ${endpoint} has no data quality schedule in this region`);
  throw new UserError(`endpoint ${endpoint} has several schedules; choose one with --schedule: ${names.join(', ')}`);
}

async function describe(sageMaker: SageMakerClient, endpoint: string, name: string): Promise<ManagedSchedule> {
  const { MonitoringScheduleConfig: config } = await sageMaker.send(
    new DescribeMonitoringScheduleCommand({ MonitoringScheduleName: name }),
  );
  const job = await readJob(sageMaker, name, config ?? {});
  const { EndpointConfigName } = await sageMaker.send(new DescribeEndpointCommand({ EndpointName: endpoint }));
  const { DataCaptureConfig } = await sageMaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName }));
  const known = (what: string, value: string | undefined) => {
    if (value) return value.replace(/\/+$/, '');
    throw new UserError(`schedule ${name} has no ${what}`);
  };
  return {
    name,
    expression: known('cron expression', config?.ScheduleConfig?.ScheduleExpression),
    statistics: known('baseline statistics', job.statistics),
    constraints: known('baseline constraints', job.constraints),
    captures: `${known('captures: data capture of the endpoint is off', DataCaptureConfig?.DestinationS3Uri)}/${endpoint}`,
    reports: `${known('output', job.output)}/${endpoint}/${name}`,
  };
}

/** Baseline and output of a schedule, whose job is defined apart or, in older schedules, inside. */
async function readJob(sageMaker: SageMakerClient, name: string, config: MonitoringScheduleConfig) {
  const inside = config.MonitoringJobDefinition;
  if (inside) {
    return {
      statistics: inside.BaselineConfig?.StatisticsResource?.S3Uri,
      constraints: inside.BaselineConfig?.ConstraintsResource?.S3Uri,
      output: inside.MonitoringOutputConfig?.MonitoringOutputs?.[0]?.S3Output?.S3Uri,
    };
  }
  const { MonitoringJobDefinitionName: definition, MonitoringType: type = 'DataQuality' } = config;
  if (type !== 'DataQuality' || !definition) throw new UserError(`schedule ${name} is not a data quality schedule`);
  const job = await sageMaker.send(new DescribeDataQualityJobDefinitionCommand({ JobDefinitionName: definition }));
  return {
    statistics: job.DataQualityBaselineConfig?.StatisticsResource?.S3Uri,
    constraints: job.DataQualityBaselineConfig?.ConstraintsResource?.S3Uri,
    output: job.DataQualityJobOutputConfig?.MonitoringOutputs?.[0]?.S3Output?.S3Uri,
  };
}
