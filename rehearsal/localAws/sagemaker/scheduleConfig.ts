import { monitorScheduleForms, runHours } from '../../../contract/monitorSchedule';
import { AwsError } from '../protocol/awsError';
import { checkKeys } from '../protocol/handlers';

/** MonitoringScheduleConfig, as far as the local AWS supports it. */
export interface ScheduleConfig {
  readonly ScheduleConfig?: { readonly ScheduleExpression?: string };
  readonly MonitoringJobDefinitionName?: string;
  readonly MonitoringType?: string;
}

/** Expression of a schedule that runs once, at once. */
export const runNow = 'NOW';

/** Throws an AwsError for a configuration that SageMaker would refuse, or that the local AWS does not support. */
export function checkScheduleConfig(config: ScheduleConfig): void {
  checkKeys('MonitoringScheduleConfig', config, ['ScheduleConfig', 'MonitoringJobDefinitionName', 'MonitoringType']);
  checkKeys('ScheduleConfig', config.ScheduleConfig ?? {}, ['ScheduleExpression']);
  const expression = config.ScheduleConfig?.ScheduleExpression ?? '';
  if (expression !== runNow && !runHours(expression)) {
    throw new AwsError(
      'ValidationException',
      `invalid ScheduleExpression '${expression}': use ${monitorScheduleForms} with H 0-23 and N 1-24, or ${runNow}`,
    );
  }
  if (config.MonitoringType !== 'DataQuality' || !config.MonitoringJobDefinitionName) {
    throw new AwsError(
      'ValidationException',
      'unsupported MonitoringScheduleConfig: the local AWS requires MonitoringType DataQuality and a MonitoringJobDefinitionName',
    );
  }
}
