import type { ImitatedPart } from '../model/rehearsalReport';

/** What AWS itself would do, and how the rehearsal imitated it. Everything that isn't named here was the real thing. */
export const imitatedParts: readonly ImitatedPart[] = [
  {
    part: 'AWS API',
    how: 'moto, an API server on a loopback port: it keeps resources and objects as AWS does, and enforces no IAM policy, so a missing permission is not noticed',
  },
  {
    part: 'AWS provider plugin',
    how: 'the rehearsal’s own provider for the resource types of this program; it refuses any property that it does not apply',
  },
  {
    part: 'SageMaker endpoint',
    how: 'described, with its data capture, but it serves no model: the captures are replayed from files',
  },
  {
    part: 'Model Monitor',
    how: 'schedules and executions are the gateway’s; the project’s own monitor runs in place of the managed container, on the same inputs, and writes the same files',
  },
  {
    part: 'Lambda',
    how: 'the deployed function’s queue, settings and code, called in the rehearsal’s own process, without its role',
  },
  {
    part: 'CloudWatch alarms',
    how: 'evaluated by the gateway by the documented rules; the messages have CloudWatch’s form',
  },
  { part: 'Clock', how: 'simulated: an hour passes as soon as its work is done' },
  {
    part: 'CloudTrail',
    how: 'the gateway records the calls that reach it and delivers them to the trail’s bucket; it writes no digest files, so log file validation is configured, not shown',
  },
  {
    part: 'E-mail and pager',
    how: 'SNS delivers by its filter policies to a mailbox in memory and to an HTTP server on loopback; nothing leaves the machine',
  },
];
