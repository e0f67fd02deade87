import { ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import type { BaselineManifest } from '../../contract/baselineManifest';
import type { StackOutputs } from '../../contract/outputs';
import { baselineKey } from '../../contract/storeLayout';
import { s3Store } from '../../store/s3Store';
import type { AwsClients } from '../aws/awsClients';
import type { AlarmTransition } from '../localAws/cloudwatch/alarmNotice';
import { readFaults } from '../readings/selfCheck';
import type { FunctionHost } from '../standIns/functionHost';
import { type SilencedStack, silencingActs } from '../standIns/silencing';
import { invokeHosted } from './analyzedHour';
import type { SilencedHour } from './observations';
import { endpointOutputs, type Stage } from './stage';

interface SilencingArgs {
  readonly stage: Stage;
  readonly outputs: StackOutputs;
  readonly contractor: AwsClients;
  /** Host of the audit function. */
  readonly audit: FunctionHost;
  /** Of Model Monitor's baseline. */
  readonly manifest: BaselineManifest;
}

/**
 * Silences the monitoring in every way, and advances by two hours: in the first one the audit function judges the calls and
 * checks the stack, and in the second one the check also finds the record of the overwritten baseline in the trail.
 */
export async function silenceMonitoring(args: SilencingArgs): Promise<SilencedHour> {
  const { stage, outputs, contractor, audit } = args;
  const { aws, clients, options } = stage;
  return options.progress.step('silence the monitoring in every way', async () => {
    const at = aws.now().toISOString();
    const stack = await readStack(args);
    for (const act of silencingActs) await act.run(contractor, stack);
    let failedMessages = 0;
    const transitions: AlarmTransition[] = [];
    for (let hour = 0; hour < 2; hour += 1) {
      const result = await aws.advanceHour(async (due) => {
        failedMessages += (await audit.drain()).failed + (await invokeHosted(audit, due)).length;
      });
      transitions.push(...result.transitions);
    }
    const acts = silencingActs.map(({ title, action, fault }) => ({ title, action, fault }));
    const faults = await readFaults(s3Store({ bucket: outputs.storeBucketName, prefix: '', client: clients.s3 }));
    const value = { at, acts, transitions, failedMessages, faults };
    return { value, detail: `${acts.length} ways, ${faults.length} faults found` };
  });
}

async function readStack({ stage, outputs, manifest }: SilencingArgs): Promise<SilencedStack> {
  const { clients, options } = stage;
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
    baselineKey: baselineKey(manifest, manifest.id, 'constraints.json'),
  };
}
