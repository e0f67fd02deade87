import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  ListMonitoringSchedulesCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { runHours } from '../../contract/monitorSchedule';
import { UserError } from '../../contract/userError';
import { windowMinutes } from '../../contract/windowSchedule';
import { readSchedule, type WindowOffsets, withSageMaker } from '../input/managedJob';

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
  const { statistics, constraints, reports, expression, offsets } = await readSchedule(sageMaker, name, endpointUrl);
  refuseOffsets(name, expression ?? '', offsets);
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

/**
 * Throws a UserError for a schedule whose windows are not those between its runs. Both offsets count from the run
 * ("Schedule model quality monitoring jobs", Amazon SageMaker AI Developer Guide).
 */
function refuseOffsets(name: string, expression: string, offsets: WindowOffsets = {}): void {
  const lengths = runHours(expression) ? Object.values(windowMinutes(expression)) : [];
  const expected = { StartTimeOffset: lengths, EndTimeOffset: [0] };
  for (const member of ['StartTimeOffset', 'EndTimeOffset'] as const) {
    const offset = offsets[member];
    if (offset === undefined || expected[member].some((minutes) => minutes === durationMinutes(offset))) continue;
    throw new UserError(
      `schedule ${name}: its windows are shifted by ${member} ${offset}, and the analyzer's are not; compare a schedule without offsets, or only import the baseline with 'baseline import --schedule ${name}'`,
    );
  }
}

/** Minutes of an ISO 8601 duration of days, hours and minutes, without its sign; undefined for other texts. */
function durationMinutes(duration: string): number | undefined {
  const parts = /^-?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration);
  if (!parts) return undefined;
  const [days = 0, hours = 0, minutes = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return (days * 24 + hours) * 60 + minutes;
}
