import type { ImitatedPart } from '../model/rehearsalReport';

/** Parts of AWS that the rehearsal imitates, and how. Everything else is real. */
export const imitatedParts: readonly ImitatedPart[] = [
  {
    part: 'AWS API',
    how: 'moto, an API server on a loopback port. It stores resources and objects as AWS does, and calls are checked against AWS’s service models, but it enforces no IAM policy for the deployment, people and Model Monitor: a permission that they lack is not detected',
  },
  {
    part: 'AWS provider plugin',
    how: 'a provider for the resource types of this program. It refuses properties that it does not apply',
  },
  {
    part: 'SageMaker endpoint',
    how: 'created with its data capture, but without a model: captures are replayed from files',
  },
  {
    part: 'Model Monitor',
    how: 'the gateway runs the schedules. This project’s monitor replaces the managed container: it reads the same inputs and writes the same files',
  },
  {
    part: 'Lambda',
    how: 'each function is its bundle in a process of its own, under the Node of its runtime, with the credentials of its role and only its environment. The rehearsal polls the incident function’s queue. The gateway enforces the policies of the functions’ roles, and of the bucket, queue and key that they use',
  },
  {
    part: 'EventBridge Scheduler',
    how: 'the gateway reads the deployed schedules, and invokes the analyzer’s function at the scheduled minute if the policies of the schedule’s role allow it. Flexible windows, retries and dead-letter queues are not imitated',
  },
  {
    part: 'CloudWatch alarms',
    how: 'the gateway evaluates them by the documented rules, and sends messages in CloudWatch’s format',
  },
  { part: 'Clock', how: 'simulated: an hour ends when its work is done' },
  {
    part: 'CloudTrail',
    how: 'the gateway records the calls that it receives, and delivers them to the trail’s bucket with a signed digest of every hour. It signs with a key of its own',
  },
  {
    part: 'E-mail and pager',
    how: 'SNS applies its filter policies, and delivers to a mailbox in memory and an HTTP server on loopback. Nothing leaves the machine',
  },
];
