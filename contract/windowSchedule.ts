import { minuteMs } from './hours';
import { gapsBetweenRuns, monitorScheduleForms, runHours } from './monitorSchedule';

/** Minutes of a day. */
export const dayMinutes = 1440;

/** Windows that begin on the clock: shorter ones divide the hour, longer ones are hours that divide the day. */
const rateMinutes = { minute: [5, 6, 10, 12, 15, 20, 30], hour: [1, 2, 3, 4, 6, 8, 12, 24] } as const;
const ratePattern = /^rate\((?<count>[1-9]\d?) (?<unit>minute|hour)s?\)$/;

/** The forms that the analyzer accepts, for error texts. */
const analyzerScheduleForms = `rate(N minutes) with N ${rateMinutes.minute.join(', ')}, rate(N hours) with N ${rateMinutes.hour.join(', ')}, ${monitorScheduleForms}`;

/** Error text for an expression that the analyzer refuses. */
export function invalidAnalyzerScheduleText(expression: string): string {
  return `invalid schedule '${expression}': use ${analyzerScheduleForms}`;
}

interface Rate {
  readonly count: number;
  readonly unit: 'minute' | 'hour';
}

function parseRate(expression: string): Rate | undefined {
  const { count: text, unit } = ratePattern.exec(expression)?.groups ?? {};
  const count = Number(text);
  if (unit !== 'minute' && unit !== 'hour') return undefined;
  return (rateMinutes[unit] as readonly number[]).includes(count) ? { count, unit } : undefined;
}

/**
 * Minutes of the UTC day at which a schedule of either engine runs, ascending; undefined for an expression that the
 * analyzer refuses. Unlike in EventBridge Scheduler, a rate counts from midnight, not from the schedule's creation.
 */
export function runMinutes(expression: string): number[] | undefined {
  const rate = parseRate(expression);
  if (!rate) return runHours(expression)?.map((hour) => hour * 60);
  const step = rate.count * (rate.unit === 'hour' ? 60 : 1);
  return Array.from({ length: dayMinutes / step }, (_, i) => i * step);
}

/**
 * The expression for EventBridge Scheduler. Its own rates count from the schedule's creation, so a rate becomes the cron
 * expression that runs on the clock ("Schedule types in EventBridge Scheduler" of its guide).
 */
export function schedulerExpression(expression: string): string {
  const rate = parseRate(expression);
  if (!rate) return expression;
  const hours = rate.count === 24 ? '0' : `0/${rate.count}`;
  return rate.unit === 'minute' ? `cron(0/${rate.count} * * * ? *)` : `cron(0 ${hours} * * ? *)`;
}

/** A window of captures, from one run to the next. */
export interface RunWindow {
  readonly from: Date;
  /** Exclusive: the instant at which its run is due. */
  readonly to: Date;
}

/** The window of the last run that was due at an instant or before it. Throws for an invalid schedule. */
export function windowBefore(expression: string, at: Date): RunWindow {
  const minutes = minutesOf(expression);
  const to = lastRun(minutes, at);
  return { from: lastRun(minutes, new Date(to.getTime() - 1)), to };
}

/** The window that contains an instant. Throws for an invalid schedule. */
export function windowAround(expression: string, at: Date): RunWindow {
  const minutes = minutesOf(expression);
  return { from: lastRun(minutes, at), to: nextRun(minutes, at) };
}

/** The shortest and the longest window of a schedule, minutes. Throws for an invalid schedule. */
export function windowMinutes(expression: string): { shortest: number; longest: number } {
  return gapsBetweenRuns(minutesOf(expression), dayMinutes);
}

/** Whether some windows of a schedule are shorter than an hour, so that keys of its reports need minutes. */
export function hasMinuteWindows(expression: string): boolean {
  return windowMinutes(expression).shortest < 60;
}

/** The first instant after another at which a schedule is due; `minutes` as `runMinutes` returns them. */
export function nextRun(minutes: readonly number[], after: Date): Date {
  const day = startOfDay(after);
  const minute = minutes.find((candidate) => day + candidate * minuteMs > after.getTime());
  return instantOf(day, minute ?? (minutes[0] ?? Number.NaN) + dayMinutes);
}

/** The last instant up to another at which a schedule was due. */
function lastRun(minutes: readonly number[], until: Date): Date {
  const day = startOfDay(until);
  const minute = minutes.findLast((candidate) => day + candidate * minuteMs <= until.getTime());
  return instantOf(day, minute ?? (minutes.at(-1) ?? Number.NaN) - dayMinutes);
}

function startOfDay(at: Date): number {
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
}

function instantOf(day: number, minute: number): Date {
  if (Number.isNaN(minute)) throw new RangeError('the schedule has no run');
  return new Date(day + minute * minuteMs);
}

/** `runMinutes` of each schedule that was asked for: a window may have thousands of captures. */
const knownMinutes = new Map<string, readonly number[]>();

function minutesOf(expression: string): readonly number[] {
  const known = knownMinutes.get(expression);
  if (known) return known;
  const minutes = runMinutes(expression);
  if (!minutes) throw new RangeError(invalidAnalyzerScheduleText(expression));
  knownMinutes.set(expression, minutes);
  return minutes;
}

/**
 * Hours without a report after which an endpoint is silent. A run may start 20 minutes late, so runs further apart than an
 * hour get an hour's grace.
 */
export function silenceHours(schedule: string, freshnessHours: number): number {
  const gap = Math.ceil(windowMinutes(schedule).longest / 60);
  return gap === 1 ? freshnessHours : Math.max(freshnessHours, gap + 1);
}
