import { parseAlarmName } from '../../contract/alarmNames';
import type { BaselineManifest } from '../../contract/baselineManifest';
import type { StackOutputs } from '../../contract/outputs';
import type { AwsClients } from '../aws/awsClients';
import { readMonitoringState } from '../readings/monitoringState';
import type { PlannedHour } from '../scenario/plan';
import { hostFunction } from '../standIns/functionHost';
import { lambdaProcess } from '../standIns/lambdaProcess';
import { contractorName, makePerson, muteAlarms, slowSchedule } from '../standIns/people';
import type { Observations, ObservedHour, SilencedHour } from './observations';
import { replayHour } from './replayHour';
import { resolveFirstIncident } from './resolveIncident';
import { silenceMonitoring } from './silenceMonitoring';
import { endpointOutputs, type Stage } from './stage';
import { type BaselineTampering, tamperWithBaseline } from './tamperWithBaseline';

/** What was observed during the day; `tampered` lacks the state after the repair. */
interface ObservedDay extends Pick<Observations, 'hours' | 'failedMessages' | 'baselineTampering' | 'silenced'> {
  readonly tampered?: Omit<NonNullable<Observations['tampered']>, 'repaired'>;
}

/** Plays the day's hours, with the contractor's tampering where the plan has it. */
export async function playDay(stage: Stage, outputs: StackOutputs, manifest: BaselineManifest): Promise<ObservedDay> {
  const { options, aws, clients, windows } = stage;
  const { day, schema, analyzed: twin } = options.subject;
  const { monitoringScheduleName: schedule = '', alarmNames } = endpointOutputs(outputs, options.subject);
  const bucket = outputs.storeBucketName;
  const functions = { deployment: clients, aws, folder: options.folder, node: options.functionNode };
  const host = await hostFunction('incident', outputs.incidentFunctionName, functions);
  const audit = await hostFunction('audit', outputs.auditFunctionName, functions);
  const analyzer = lambdaProcess('analyzer', functions);
  const analyzed = twin && { endpoint: twin.day.endpoint, schema: twin.schema.version };
  const of = { endpoint: day.endpoint, schema: schema.version, analyzed };
  const args = { aws, clients, host, audit, analyzer, windows, bucket, ...of };
  const readState = () => readMonitoringState(clients, schedule, alarmNames);
  const before = day.hours.some(({ tampering }) => tampering !== undefined) ? await readState() : undefined;
  const contractor = await makePerson(clients, aws, contractorName);
  const hours: ObservedHour[] = [];
  let failedMessages = 0;
  let baselineTampering: BaselineTampering | undefined;
  let silenced: SilencedHour | undefined;
  let tampered: ObservedDay['tampered'];
  try {
    await options.progress.step(`replay ${day.hours.length} hours of captures`, async (report) => {
      for (const planned of day.hours) {
        options.signal.throwIfAborted();
        report(`${aws.now().toISOString().slice(0, 13)}h ${planned.payload}`);
        if (planned.tampering === 'baseline') {
          baselineTampering = await tamperWithBaseline(clients, contractor, bucket, manifest);
        } else {
          await tamperWithMonitoring(contractor, planned, { schedule, alarmNames });
        }
        if (planned.resolvesIncident) {
          await resolveFirstIncident(clients, { bucket, endpoint: day.endpoint, at: aws.now() });
        }
        const played = await replayHour(args, planned);
        hours.push(played.hour);
        failedMessages += played.failedMessages;
      }
      return { value: undefined, detail: summarizeHours(hours) };
    });
    tampered = before && { before, after: await readState() };
    if (options.subject.mock) silenced = await silenceMonitoring({ stage, outputs, contractor, audit, manifest });
  } finally {
    contractor.destroy();
    host.close();
    audit.close();
    analyzer.close();
  }
  failedMessages += silenced?.failedMessages ?? 0;
  return { hours, failedMessages, tampered, baselineTampering, silenced };
}

async function tamperWithMonitoring(
  contractor: AwsClients,
  { tampering }: PlannedHour,
  { schedule, alarmNames }: { readonly schedule: string; readonly alarmNames: readonly string[] },
): Promise<void> {
  if (tampering === 'mute') {
    await muteAlarms(
      contractor,
      alarmNames.filter((name) => parseAlarmName(name)?.what === 'promises'),
    );
  }
  if (tampering === 'reschedule') await slowSchedule(contractor, schedule);
}

function summarizeHours(hours: readonly ObservedHour[]): string {
  const rows = hours.reduce((sum, hour) => sum + hour.rows, 0);
  const violations = hours.reduce((sum, hour) => sum + hour.violations.length, 0);
  return `${rows} rows analyzed, ${violations} violations`;
}
