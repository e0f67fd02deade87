import type { JudgedCall } from '../judge/judgedCall';

/** A time during which an alarm was muted, as far as the record shows. */
export interface MuteSpan {
  readonly alarm: string;
  /** ISO 8601 instants; without an end the mute was in effect at the end of the period. */
  readonly from: string;
  readonly to?: string;
  /** Who muted the alarm. */
  readonly actor: string;
  readonly call: string;
  readonly eventId: string;
  /** The reason that the settings give; undefined for a mute that they do not announce. */
  readonly reason?: string;
}

/** Calls that mute an alarm until they are undone; one by a rule ends with its expiry too. */
const mutingCalls: ReadonlySet<string> = new Set(['DisableAlarmActions', 'PutAlarmMuteRule']);

/** The mutes that calls began, in order of time. `calls` are judged, and ordered by time. */
export function findMutes(calls: readonly JudgedCall[]): MuteSpan[] {
  const succeeded = calls.filter(({ refused }) => refused === undefined);
  return succeeded.flatMap((call, i) => {
    if (!mutingCalls.has(call.action)) return [];
    return call.names.map((alarm): MuteSpan => {
      const end = succeeded.slice(i + 1).find((later) => endsMute(later, call, alarm));
      return {
        alarm,
        from: call.when,
        to: end?.when ?? expiryOf(call),
        actor: call.actor,
        call: call.action,
        eventId: call.eventId,
        reason: call.verdict === 'planned' ? call.reason : undefined,
      };
    });
  });
}

/** Whether a call undoes a mute: it enables the alarm's actions, or deletes the rule. */
function endsMute(later: JudgedCall, mute: JudgedCall, alarm: string): boolean {
  if (mute.action === 'DisableAlarmActions')
    return later.action === 'EnableAlarmActions' && later.names.includes(alarm);
  const { name } = parametersOf(mute);
  const isEnd = later.action === 'DeleteAlarmMuteRule' && name !== undefined;
  return isEnd && parametersOf(later)['alarmMuteRuleName'] === name;
}

/** When the effect of a call ends by itself: that of a mute rule with an expiry. */
export function expiryOf(call: JudgedCall): string | undefined {
  const { expireDate } = parametersOf(call);
  return typeof expireDate === 'string' ? expireDate : undefined;
}

function parametersOf({ target }: JudgedCall): Readonly<Record<string, unknown>> {
  return JSON.parse(target) as Readonly<Record<string, unknown>>;
}
