import { parseAlarmName } from '../../contract/alarmNames';
import type { CheckFault } from './checkResult';
import { describeDifferences } from './describeDifferences';
import type { Alarms } from './readAlarms';

/** Alarms that do not exist, or that are not as deployed. Disabled actions are a mute. */
export function changedAlarms(deployed: Alarms, stored: Alarms): CheckFault[] {
  return [...deployed].flatMap(([name, { actionsEnabled: _, ...expected }]): CheckFault[] => {
    const place = { severity: 'critical', endpoint: parseAlarmName(name)?.endpoint } as const;
    const alarm = stored.get(name);
    const remedy = "run 'pulumi up --refresh'";
    if (!alarm) return [{ ...place, text: `alarm ${name} does not exist; ${remedy}` }];
    const differences = describeDifferences(expected, alarm);
    if (differences === undefined) return [];
    return [{ ...place, text: `alarm ${name} is not as deployed: ${differences}; ${remedy}` }];
  });
}
