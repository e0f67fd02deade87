/** The only forms of cron expression that Model Monitor takes; the hour H is 0 to 23, the step N 1 to 24, in UTC. */
const pattern = /^cron\(0 (?:\*|(?<hour>[01]?\d|2[0-3])(?:\/(?<step>[1-9]|1\d|2[0-4]))?) \? \* \* \*\)$/;

export const monitorScheduleForms = 'cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *)';

/** UTC hours of the day at which a schedule runs, ascending; undefined when Model Monitor would refuse the expression. */
export function runHours(schedule: string): number[] | undefined {
  const match = pattern.exec(schedule);
  if (!match) return undefined;
  const { hour, step } = match.groups ?? {};
  const first = Number(hour ?? 0);
  const by = hour === undefined ? 1 : Number(step ?? 24);
  return Array.from({ length: Math.ceil((24 - first) / by) }, (_, i) => first + i * by);
}

/** The shortest and longest time between two runs, hours. A step that doesn't divide the day leaves a longer night. */
export function gapsBetweenRuns(hours: readonly number[]): { shortest: number; longest: number } {
  const gaps = hours.map((hour, i) => (hours[i + 1] ?? (hours[0] ?? 0) + 24) - hour);
  return { shortest: Math.min(...gaps), longest: Math.max(...gaps) };
}
