import { minuteMs } from '../../../contract/hours';
import { dayMinutes } from '../../../contract/windowSchedule';

/** Minute and hour of a daily cron expression; days are not supported. */
const pattern = /^cron\((?<minute>\S+) (?<hour>\S+) (?:\* \* \?|\? \* \*|\* \? \*) \*\)$/;
const field = /^(?:\*|(?<first>\d{1,2})(?:\/(?<step>\d{1,2}))?)$/;

/**
 * Instants after `from`, up to `to`, at which a cron expression of EventBridge Scheduler is due. Throws for an expression
 * that does not run daily at minutes and hours of the forms `*`, `N` or `N/STEP`, in UTC ("Schedule types in EventBridge
 * Scheduler" of its guide).
 */
export function scheduledRuns(expression: string, from: Date, to: Date): Date[] {
  const { minute = '', hour = '' } = pattern.exec(expression)?.groups ?? {};
  const [minutes, hours] = [valuesOf(minute, 60), valuesOf(hour, 24)];
  if (!minutes || !hours) {
    throw new Error(
      `the local AWS does not support the schedule expression '${expression}'; supported: cron(MINUTE HOUR * * ? *) with *, N or N/STEP for minute and hour`,
    );
  }
  const runs: Date[] = [];
  for (let at = (Math.floor(from.getTime() / minuteMs) + 1) * minuteMs; at <= to.getTime(); at += minuteMs) {
    const minuteOfDay = (at / minuteMs) % dayMinutes;
    if (minutes.includes(minuteOfDay % 60) && hours.includes(Math.floor(minuteOfDay / 60))) runs.push(new Date(at));
  }
  return runs;
}

function valuesOf(text: string, limit: number): number[] | undefined {
  const match = field.exec(text);
  if (!match) return undefined;
  const { first, step } = match.groups ?? {};
  const start = Number(first ?? 0);
  const increment = Number(step ?? (first === undefined ? 1 : limit));
  if (start >= limit || increment < 1) return undefined;
  return Array.from({ length: Math.ceil((limit - start) / increment) }, (_, i) => start + i * increment);
}
