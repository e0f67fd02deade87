/**
 * Fields of Model Monitor's cron expressions: minute 0, hour, `?` for the day of the month, every month, weekday and year.
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-schedule-expression.html
 */
const schedulePattern = /^cron\(0 (?:\*|(?<hour>\d{1,2})(?:\/(?<step>\d{1,2}))?) \? \* \* \*\)$/;

/** Schedules that Model Monitor repeats. */
export const scheduleForms =
  'cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *) with H from 0 to 23 and N from 1 to 24';

/**
 * Returns the UTC hours of a day at which a recurring schedule runs, ascending. `H/N` runs at H, H+N, ... until midnight and
 * starts again at H on the next day. Undefined for `NOW`, which runs once, and for expressions that Model Monitor rejects.
 */
export function runHours(expression: string): number[] | undefined {
  const match = schedulePattern.exec(expression);
  if (!match) return undefined;
  const { hour, step } = match.groups ?? {};
  const firstHour = Number(hour ?? 0);
  const stepHours = hour === undefined ? 1 : Number(step ?? 24);
  if (firstHour > 23 || stepHours < 1 || stepHours > 24) return undefined;
  return Array.from({ length: Math.ceil((24 - firstHour) / stepHours) }, (_, i) => firstHour + i * stepHours);
}

/** Returns the longest time between two runs of a recurring schedule in hours; undefined where `runHours` is. */
export function longestGapHours(expression: string): number | undefined {
  const hours = runHours(expression);
  const [firstHour] = hours ?? [];
  if (!hours || firstHour === undefined) return undefined;
  return Math.max(...hours.map((hour, i) => (hours[i + 1] ?? firstHour + 24) - hour));
}
