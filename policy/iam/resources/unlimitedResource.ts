import { memoize, mostTexts } from '../../pack/memoize';
import { globMatches } from '../../pack/text/glob';
import type { ActionFacts } from '../actions/actionFacts';
import { isWildText } from '../actions/actionPattern';
import { fillArn, partitionOf } from './arnPattern';
import { resourceFits } from './resourceFits';

/**
 * Actions that the reference gives a resource, but one that a caller can do without: their usual form accepts only `*`
 * (their optional type is CloudWatch's dataset, which ordinary metrics don't belong to).
 */
const starInPractice: readonly string[] = [
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
  'cloudwatch:PutMetricData',
];

/**
 * Two fillings of an ARN's variable parts that share no letter and look like nobody's names: a pattern that matches both
 * leaves nothing out.
 */
const probes = [
  { account: '384950617283', name: 'zqxzqxzqxzqxzqx' },
  { account: '495061728394', name: '7v_7v_7v_7v_7v_7v_7v_' },
] as const;

/** Whether an action accepts only `*` in practice, although its types are others. */
export function isStarInPractice({ name }: ActionFacts): boolean {
  return starInPractice.includes(name);
}

/** Whether a resource of a policy is no limit to an action that could have one. */
export function isUnlimited(resource: string, facts: ActionFacts): boolean {
  return !isStarInPractice(facts) && leavesNoneOut(resource, facts.resources);
}

/** Whether a resource of a policy leaves out no resource of the types, which are ARNs of the action table. */
export function leavesNoneOut(resource: string, types: readonly string[]): boolean {
  // Without a star it can't reach names of every length.
  if (!resource.includes('*') || types.length === 0) return false;
  // Every resource of a type that the action doesn't have is none.
  return (
    (isWildResource(resource) && resourceFits(resource, { resources: types })) ||
    types.some((arn) => coversAll(resource, arn))
  );
}

/** Whether a pattern matches every resource of a type: `arn:*:s3:::???*`, `*:table/*`. */
function coversAll(resource: string, arn: string): boolean {
  const partition = partitionOf(resource);
  // One that is open is probed as that of most accounts.
  const probed = partition === '*' || partition === 'aws' ? probedOfAws(arn) : probedOf(arn, partition);
  return probed.length > 0 && probed.every((text) => globMatches(resource, text));
}

const probedOfAws = memoize((arn: string) => probedOf(arn, 'aws'), mostTexts);

/** A type's ARN with each of the fillings; none of a type whose ARN has no variable part but account and region: it names one resource. */
function probedOf(arn: string, partition: string): readonly string[] {
  if (!/\$\{(?!Partition|Region|Account)/.test(arn)) return [];
  return probes.map(({ account, name }) => {
    const values: Readonly<Record<string, string>> = { Partition: partition, Account: account };
    return fillArn(arn, (part) => values[part] ?? name);
  });
}

/**
 * `*`, or an ARN that matches every resource of a service (`arn:aws:s3:::*`, `arn:aws:sqs:eu-west-1:1234:*`), or every
 * resource of a type in every account (`arn:aws:dynamodb:*:*:table/*`).
 */
const isWildResource = memoize((resource: string): boolean => {
  if (isWildText(resource)) return true;
  const [prefix, partition = '', service = '', , account = '', ...rest] = resource.split(':');
  if (prefix !== 'arn') return false;
  if (rest.length === 0) return [partition, service, account].some((part) => isWildText(part));
  if (isWildText(service)) return true;
  const parts = rest.join(':').split(/[/:]/);
  if (parts.every((part) => isWildText(part))) return true;
  return isWildText(account) && parts.slice(1).length > 0 && parts.slice(1).every((part) => isWildText(part));
}, mostTexts);
