import { ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import type { StackOutputs } from '../../contract/outputs';
import type { AwsClients } from '../aws/awsClients';
import type { FunctionHost } from '../standIns/functionHost';
import { type SilencedStack, silencingActs } from '../standIns/silencing';
import type { SilencedHour } from './observations';
import { endpointOutputs, type Stage } from './stage';

interface SilencingArgs {
  readonly stage: Stage;
  readonly outputs: StackOutputs;
  readonly contractor: AwsClients;
  /** Host of the audit function. */
  readonly audit: FunctionHost;
}

/** Silences the monitoring in every way, and advances to the next hour, in which the audit function judges the calls. */
export async function silenceMonitoring({ stage, outputs, contractor, audit }: SilencingArgs): Promise<SilencedHour> {
  const { aws, options } = stage;
  return options.progress.step('silence the monitoring in every way', async () => {
    const at = aws.now().toISOString();
    const stack = await readStack(stage, outputs);
    for (const act of silencingActs) await act.run(contractor, stack);
    let failedMessages = 0;
    const { transitions } = await aws.advanceHour(async () => {
      failedMessages = (await audit.drain()).failed;
    });
    const acts = silencingActs.map(({ title, action }) => ({ title, action }));
    return { value: { at, acts, transitions, failedMessages }, detail: `${acts.length} ways` };
  });
}

async function readStack({ clients, options }: Stage, outputs: StackOutputs): Promise<SilencedStack> {
  const { analyzed } = options.subject;
  const { alarmNames, monitoringScheduleName: schedule = '' } = endpointOutputs(outputs, options.subject);
  const NamePrefix = analyzed && endpointOutputs(outputs, analyzed).monitoringScheduleName;
  const { Schedules = [] } = await clients.scheduler.send(new ListSchedulesCommand({ NamePrefix }));
  const [analyzer] = Schedules;
  return {
    alarms: alarmNames,
    schedule,
    analyzerSchedule: `${analyzer?.GroupName}/${analyzer?.Name}`,
    topicArn: outputs.alertTopicArn,
    storeBucket: outputs.storeBucketName,
    incidentFunction: outputs.incidentFunctionName,
    trailArn: outputs.trailArn,
  };
}
