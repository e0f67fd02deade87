import { ListMonitoringExecutionsCommand, ListMonitoringSchedulesCommand } from '@aws-sdk/client-sagemaker';
import type { Engine } from '../../contract/monitorSettings';
import { type Check, runCheck } from './check';
import type { DoctorClients } from './doctorClients';

/** The engine to choose, and why. */
export interface EngineChoice {
  readonly engine: Engine;
  readonly why: string;
}

const check = 'model monitor';

/**
 * Looks for signs that the account may use Model Monitor. AWS has no call that shows it, and does not document the
 * error for a new customer ("Amazon SageMaker Model Monitor availability change"); only an account that used the service
 * before 2026-07-30 is certain to be accepted.
 */
export async function checkModelMonitor(
  { sageMaker }: DoctorClients,
  region: string,
): Promise<{ checks: readonly Check[]; choice: EngineChoice }> {
  let used = false;
  const permission = 'sagemaker:ListMonitoringSchedules and sagemaker:ListMonitoringExecutions';
  const checks = await runCheck(check, permission, async () => {
    const { MonitoringScheduleSummaries = [] } = await sageMaker.send(new ListMonitoringSchedulesCommand({}));
    const { MonitoringExecutionSummaries = [] } = await sageMaker.send(new ListMonitoringExecutionsCommand({}));
    used = MonitoringScheduleSummaries.length + MonitoringExecutionSummaries.length > 0;
    if (MonitoringScheduleSummaries.length > 0) {
      const names = MonitoringScheduleSummaries.map(({ MonitoringScheduleName }) => MonitoringScheduleName);
      return { check, status: 'ok', text: `in use in ${region}, for example by the schedule ${names[0]}` };
    }
    if (used) return { check, status: 'ok', text: `was used in ${region}: past runs of schedules are listed` };
    const text = `no monitoring schedule and no run in ${region}; whether the account may create one cannot be known before CreateMonitoringSchedule is called: it takes no new customers since 2026-07-30`;
    return { check, status: 'note', text };
  });
  return { checks, choice: chooseEngine(used) };
}

function chooseEngine(used: boolean): EngineChoice {
  const needsNothing = 'it needs no SageMaker service, and writes the same reports';
  const why = used
    ? `${needsNothing}; the account can also keep engine modelMonitor for endpoints with a managed schedule, until 'monitor migrate' shows no differences`
    : `${needsNothing}; with engine modelMonitor, AWS may refuse the monitoring schedules in 'pulumi up'`;
  return { engine: 'analyzer', why };
}
