import type { ActionFacts } from '../actions/actionFacts';
import { coversSomeType } from './typeCoverage';

/**
 * Actions with an optional resource type that ordinary requests don't use, so that they accept only `*`: CloudWatch's
 * dataset, which ordinary metrics don't belong to.
 */
const starInPractice: readonly string[] = [
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
  'cloudwatch:PutMetricData',
];

/** Whether an action accepts only `*` in practice, although it has resource types. */
export function isStarInPractice({ name }: ActionFacts): boolean {
  return starInPractice.includes(name);
}

/** Whether a policy's resource matches all, or nearly all, resources of an action that can be limited to some. */
export function isUnlimited(resource: string, facts: ActionFacts): boolean {
  return !isStarInPractice(facts) && coversSomeType(resource, facts.resources);
}
