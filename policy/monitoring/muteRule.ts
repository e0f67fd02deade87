import { asList, notYetKnown, type PropertyValue, valueAt } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';

/** Returns the names of the alarms that a mute rule mutes. */
export function mutedAlarms(muteRule: Resource): readonly PropertyValue[] {
  return asList(valueAt(muteRule.property('muteTargets'), 'alarmNames'));
}

/** Whether a mute rule mutes forever: it has no expiry date, and each mute lasts until the next one begins. */
export function mutesForever(muteRule: Resource): boolean | typeof notYetKnown {
  const schedule = valueAt(muteRule.property('rule'), 'schedule');
  const [expression, duration] = [valueAt(schedule, 'expression'), valueAt(schedule, 'duration')];
  const expires = muteRule.property('expireDate');
  if (typeof expires === 'string' && expires !== '') return false;
  if (expression === notYetKnown || duration === notYetKnown) return notYetKnown;
  // An unknown date that the program set is an end; the provider sets none by itself.
  if (expires === notYetKnown && muteRule.sources('expireDate') !== undefined) return false;
  if (typeof expression !== 'string' || typeof duration !== 'string') return false;
  const gap = minutesBetweenStarts(expression);
  const muted = durationMinutes(duration);
  return gap !== undefined && muted !== undefined && muted >= gap;
}

const [hour, day] = [60, 24 * 60];

/** Longest time between two starts of a `cron(minute hour day-of-month month day-of-week)`; undefined for `at(...)`. */
function minutesBetweenStarts(expression: string): number | undefined {
  const [minute, hours, dayOfMonth, month, dayOfWeek] =
    /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
  if (minute === undefined || hours === undefined) return undefined;
  const any = (field: string | undefined) => field === undefined || field === '*' || field === '?';
  if (!any(month)) return 366 * day;
  if (!any(dayOfMonth)) return 31 * day;
  if (!any(dayOfWeek)) return 7 * day;
  if (hours === '*') return minute === '*' ? 1 : hour;
  const [, first, step] = /^(\*|\d+)\/(\d+)$/.exec(hours) ?? [];
  if (first === undefined || Number(step) < 1) return day;
  // `H/N` starts at H, H+N, ... until midnight, and again at H on the next day.
  const firstHour = first === '*' ? 0 : Number(first);
  const lastHour = firstHour + Math.floor((23 - firstHour) / Number(step)) * Number(step);
  return Math.max(lastHour > firstHour ? Number(step) : 0, 24 - lastHour + firstHour) * hour;
}

/** Returns the minutes of an ISO 8601 duration of days, hours and minutes. */
function durationMinutes(text: string): number | undefined {
  const [whole, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return Number(days ?? 0) * day + Number(hours ?? 0) * hour + Number(minutes ?? 0);
}
