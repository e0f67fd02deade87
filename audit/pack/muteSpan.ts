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

/** Calls that mute an alarm until `EnableAlarmActions`; one by a rule ends with its expiry. */
const mutingCalls: ReadonlySet<string> = new Set(['DisableAlarmActions', 'PutAlarmMuteRule']);

/** The mutes that calls began, in order of time. `calls` are judged, and ordered by time. */
export function findMutes(calls: readonly JudgedCall[]): MuteSpan[] {
  const succeeded = calls.filter(({ refused }) => refused === undefined);
  return succeeded.flatMap((call, i) => {
    if (!mutingCalls.has(call.action)) return [];
    return call.names.map((alarm): MuteSpan => {
      const unmute = succeeded
        .slice(i + 1)
        .find(({ action, names }) => action === 'EnableAlarmActions' && names.includes(alarm));
      const expiry = call.changes.find(({ setting }) => setting === 'expiry')?.after;
      return {
        alarm,
        from: call.when,
        to: call.action === 'PutAlarmMuteRule' ? expiry : unmute?.when,
        actor: call.actor,
        call: call.action,
        eventId: call.eventId,
        reason: call.verdict === 'planned' ? call.reason : undefined,
      };
    });
  });
}
