import * as pulumi from '@pulumi/pulumi';

const schedulePattern = /^cron\(0 (?<hour>\*|\d{1,2})(\/(?<step>\d{1,2}))? \? \* \* \*\)$/;

/** Hours from one run of a Model Monitor schedule to the next; throws for a form that SageMaker doesn't know. */
export function hoursBetweenRuns(schedule: string): number {
  const groups = schedulePattern.exec(schedule)?.groups;
  if (!groups) {
    throw new pulumi.RunError(
      `monitoring schedule '${schedule}' is none that SageMaker runs; allowed are ` +
        'cron(0 * ? * * *), cron(0 H ? * * *) and cron(0 H/N ? * * *)',
    );
  }
  if (groups['step'] !== undefined) return Number(groups['step']);
  return groups['hour'] === '*' ? 1 : 24;
}
