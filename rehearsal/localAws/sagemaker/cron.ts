/** One of Model Monitor's schedules: at which UTC hours it runs, and how many hours of captures a run looks at. */
export interface HourlySchedule {
  readonly windowHours: number;
  /** Whether a run is due at a UTC hour, 0..23. */
  dueAt(hour: number): boolean;
}

const pattern = /^cron\(0 (?:(?<hour>\d{1,2})(?:\/(?<every>\d{1,2}))?|(?<each>\*)) \? \* \*(?: \*)?\)$/;

/** Text of the service's refusal. */
export function cronProblem(expression: string): string {
  return `ScheduleExpression '${expression}' is not one that Model Monitor runs; use cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *) with H 0-23 and N 1-24, or NOW`;
}

/**
 * Reads the three forms that Model Monitor takes (the `Schedules` chapter of its guide); undefined for any other.
 * With `H/N` the first run of a day is at H, then every N hours until midnight.
 */
export function parseCron(expression: string): HourlySchedule | undefined {
  const groups = pattern.exec(expression)?.groups;
  if (!groups) return undefined;
  if (groups['each'] !== undefined) return { windowHours: 1, dueAt: () => true };
  const hour = Number(groups['hour']);
  const every = groups['every'] === undefined ? 24 : Number(groups['every']);
  if (hour > 23 || every < 1 || every > 24) return undefined;
  return { windowHours: every, dueAt: (at) => at >= hour && (at - hour) % every === 0 };
}
