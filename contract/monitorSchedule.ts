/**
 * The only cron expressions that Model Monitor accepts: minute 0, hour H of 0-23, step N of 1-24, in UTC ("Cron
 * Expressions for Monitoring Schedule" of the SageMaker guide).
 */
const pattern = /^cron\(0 (?:\*|(?<hour>[01]?\d|2[0-3])(?:\/(?<step>0?[1-9]|1\d|2[0-4]))?) \? \* \* \*\)$/;

/** The allowed forms, for error texts. */
export const monitorScheduleForms = 'cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *)';

/** Error text for an expression that Model Monitor refuses. */
export function invalidScheduleText(expression: string): string {
  return `invalid schedule '${expression}': use ${monitorScheduleForms} with H from 0 to 23 (UTC) and N from 1 to 24`;
}

/**
 * UTC hours of the day at which a schedule runs, ascending; undefined for an expression that Model Monitor refuses.
 * `H/N` starts at H every day and stops at midnight: `23/1` runs once a day, `20/3` at 20 and 23.
 */
export function runHours(expression: string): number[] | undefined {
  const match = pattern.exec(expression);
  if (!match) return undefined;
  const { hour, step } = match.groups ?? {};
  const first = Number(hour ?? 0);
  const stepHours = hour === undefined ? 1 : Number(step ?? 24);
  return Array.from({ length: Math.ceil((24 - first) / stepHours) }, (_, i) => first + i * stepHours);
}

/**
 * The shortest and the longest time from one run to the next, in the unit of `times`: hours as `runHours` returns them,
 * or minutes as `runMinutes` does with `day` 1,440.
 */
export function gapsBetweenRuns(times: readonly number[], day = 24): { shortest: number; longest: number } {
  const gaps = times.map((time, i) => (times[i + 1] ?? (times[0] ?? 0) + day) - time);
  return { shortest: Math.min(...gaps), longest: Math.max(...gaps) };
}

/** Hours from the run before to one that is due at an hour: the run's window. Undefined when none is due. */
export function hoursSinceLastRun(expression: string, hour: Date): number | undefined {
  const hours = runHours(expression) ?? [];
  const index = hours.indexOf(hour.getUTCHours());
  if (index < 0) return undefined;
  const previous = hours[index - 1] ?? (hours.at(-1) ?? 0) - 24;
  return hour.getUTCHours() - previous;
}
