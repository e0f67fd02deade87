import { asList, notYetKnown, type PropertyValue, valueAt } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';

/** Names of the alarms that a mute rule silences. */
export function mutedAlarms(muteRule: Resource): readonly PropertyValue[] {
  return asList(valueAt(muteRule.property('muteTargets'), 'alarmNames'));
}

/** Whether a mute rule silences without a pause and without an end: each mute lasts until the next begins. */
export function mutesForEver(muteRule: Resource): boolean | typeof notYetKnown {
  const schedule = valueAt(muteRule.property('rule'), 'schedule');
  const [expression, duration] = [valueAt(schedule, 'expression'), valueAt(schedule, 'duration')];
  const expires = muteRule.property('expireDate');
  if (typeof expires === 'string' && expires !== '') return false;
  if (expression === notYetKnown || duration === notYetKnown) return notYetKnown;
  // What the program gives an end, and only that, is unknown here: the provider adds none.
  if (expires === notYetKnown && muteRule.sources('expireDate') !== undefined) return false;
  if (typeof expression !== 'string' || typeof duration !== 'string') return false;
  const gap = minutesBetweenStarts(expression);
  const muted = durationMinutes(duration);
  return gap !== undefined && muted !== undefined && muted >= gap;
}

const [hour, day] = [60, 24 * 60];

/** The longest time between two starts of a `cron(minute hour day-of-month month day-of-week)`; undefined for `at(...)`. */
function minutesBetweenStarts(expression: string): number | undefined {
  const [minute, hours, dayOfMonth, month, dayOfWeek] =
    /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
  if (minute === undefined || hours === undefined) return undefined;
  const any = (field: string | undefined) => field === undefined || field === '*' || field === '?';
  if (!any(month)) return 366 * day;
  if (!any(dayOfMonth)) return 31 * day;
  if (!any(dayOfWeek)) return 7 * day;
  if (hours === '*') return minute === '*' ? 1 : hour;
  const step = /^(?:\*|\d+)\/(\d+)$/.exec(hours)?.[1];
  return step === undefined ? day : Number(step) * hour;
}

/** Minutes of an ISO 8601 duration of days, hours and minutes. */
function durationMinutes(text: string): number | undefined {
  const [whole, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return Number(days ?? 0) * day + Number(hours ?? 0) * hour + Number(minutes ?? 0);
}
