import { parseAlarmName } from '../../contract/alarmNames';
import { isInEffect, type PlannedMute } from '../../contract/plannedMute';
import type { CheckFault } from './checkResult';
import type { Alarms, MuteRule } from './readAlarms';

interface MutesArgs {
  readonly deployed: Alarms;
  readonly stored: Alarms;
  readonly muteRules: readonly MuteRule[];
  /** Mutes that the settings announce. */
  readonly mutes: readonly PlannedMute[];
  readonly now: Date;
}

/** Alarms that are muted although no planned mute covers them now. */
export function unplannedMutes({ deployed, stored, muteRules, mutes, now }: MutesArgs): CheckFault[] {
  const disabled = [...deployed].flatMap(([alarm, { actionsEnabled }]): CheckFault[] => {
    const isMuted = actionsEnabled !== false && stored.get(alarm)?.['actionsEnabled'] === false;
    const problem = isMuted ? planProblem(alarm, mutes, now) : undefined;
    if (problem === undefined) return [];
    const remedy = `enable them ('aws cloudwatch enable-alarm-actions --alarm-names ${alarm}'), or plan the mute under evidence.mutes`;
    return [muteFault(alarm, `its actions are disabled; ${problem}; ${remedy}`)];
  });
  const byRule = muteRules.flatMap(({ name, alarms, expires }) =>
    alarms
      .filter((alarm) => deployed.has(alarm))
      .flatMap((alarm): CheckFault[] => {
        const problem = planProblem(alarm, mutes, now, { expires });
        if (problem === undefined) return [];
        const end = expires === undefined ? 'without expiry' : `until ${expires.toISOString()}`;
        const remedy = `delete the rule ('aws cloudwatch delete-alarm-mute-rule --alarm-mute-rule-name ${name}'), or plan the mute under evidence.mutes`;
        return [muteFault(alarm, `mute rule ${name} mutes it ${end}; ${problem}; ${remedy}`)];
      }),
  );
  return [...disabled, ...byRule];
}

function muteFault(alarm: string, text: string): CheckFault {
  return {
    severity: 'critical',
    endpoint: parseAlarmName(alarm)?.endpoint,
    text: `alarm ${alarm} is muted: ${text}`,
  };
}

/** Why no planned mute covers an alarm's mute now; undefined if one does. A rule must expire by the end of the plan. */
function planProblem(
  alarm: string,
  mutes: readonly PlannedMute[],
  now: Date,
  rule?: Pick<MuteRule, 'expires'>,
): string | undefined {
  const planned = mutes.filter(({ alarms = [] }) => alarms.includes(alarm));
  const inEffect = planned.filter((mute) => isInEffect(mute, now));
  const [latest] = [...planned].sort((a, b) => Date.parse(b.until) - Date.parse(a.until));
  if (!latest) return 'no planned mute covers it';
  if (inEffect.length === 0) return `its planned mute is from ${latest.from ?? 'any time'} until ${latest.until}`;
  const endsInTime = ({ until }: PlannedMute) =>
    rule === undefined || (rule.expires !== undefined && rule.expires.getTime() <= Date.parse(until));
  return inEffect.some(endsInTime) ? undefined : `the rule must expire when its planned mute ends, ${latest.until}`;
}
