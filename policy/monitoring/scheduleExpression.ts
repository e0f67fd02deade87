const pattern = /^cron\(0 (?<hour>\*|\d{1,2})(\/(?<step>\d{1,2}))? \? \* \* \*\)$/;

/** The forms that Model Monitor runs. */
export const scheduleForms = 'cron(0 * ? * * *), cron(0 H ? * * *) and cron(0 H/N ? * * *), H 0-23, N 1-24';

/** Hours between two runs of a Model Monitor schedule; undefined for a form that it doesn't run, or only once (`NOW`). */
export function hoursBetweenRuns(expression: string): number | undefined {
  const groups = pattern.exec(expression)?.groups;
  if (!groups) return undefined;
  const { hour = '*', step } = groups;
  if (hour === '*') return step === undefined ? 1 : undefined;
  if (Number(hour) > 23) return undefined;
  if (step === undefined) return 24;
  return Number(step) >= 1 && Number(step) <= 24 ? Number(step) : undefined;
}
