import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  ListMonitoringSchedulesCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { UserError } from '../../contract/userError';
import { readSchedule, withSageMaker } from '../input/managedJob';

/** What a managed schedule reads and writes: `s3://` addresses. */
export interface ManagedSchedule {
  readonly name: string;
  /** Cron expression, UTC. */
  readonly expression: string;
  /** Of the files statistics.json and constraints.json; undefined if the schedule has no baseline. */
  readonly statistics: string | undefined;
  readonly constraints: string | undefined;
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
  return withSageMaker(endpointUrl, async (sageMaker) => {
    try {
      return await describe(sageMaker, endpoint, name ?? (await findSchedule(sageMaker, endpoint)), endpointUrl);
    } catch (error) {
      if (error instanceof UserError) throw error;
      const { name: kind, message } = error as Error;
      throw new UserError(
        `endpoint ${endpoint}: its schedule cannot be read (${kind}: ${message}); the caller needs sagemaker:ListMonitoringSchedules, DescribeMonitoringSchedule, DescribeDataQualityJobDefinition, DescribeProcessingJob, DescribeEndpoint and DescribeEndpointConfig`,
      );
    }
  });
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

async function describe(
  sageMaker: SageMakerClient,
  endpoint: string,
  name: string,
  endpointUrl: string | undefined,
): Promise<ManagedSchedule> {
  const { statistics, constraints, reports, expression } = await readSchedule(sageMaker, name, endpointUrl);
  const { EndpointConfigName } = await sageMaker.send(new DescribeEndpointCommand({ EndpointName: endpoint }));
  const { DataCaptureConfig } = await sageMaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName }));
  const known = (what: string, value: string | undefined) => {
    if (value) return value.replace(/\/+$/, '');
    throw new UserError(`schedule ${name} has no ${what}`);
  };
  return {
    name,
    expression: known('cron expression', expression),
    statistics,
    constraints,
    captures: `${known('captures: data capture of the endpoint is off', DataCaptureConfig?.DestinationS3Uri)}/${endpoint}`,
    reports: `${known('output', reports)}/${endpoint}/${name}`,
  };
}
