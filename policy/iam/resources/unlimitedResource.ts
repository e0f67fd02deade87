import { memoize, mostTexts } from '../../pack/memoize';
import { globMatches } from '../../pack/text/glob';
import type { ActionFacts } from '../actions/actionFacts';
import { isWildText } from '../actions/actionPattern';
import { fillArn, partitionOf } from './arnPattern';
import { resourceFits } from './resourceFits';

/**
 * Actions with an optional resource type that ordinary requests don't use, so that they accept only `*`: CloudWatch's
 * dataset, which ordinary metrics don't belong to.
 */
const starInPractice: readonly string[] = [
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
  'cloudwatch:PutMetricData',
];

/**
 * Two sets of values for an ARN's variable parts that have no character in common and are unlike real names: a pattern that
 * matches both matches every resource.
 */
const probes = [
  { account: '384950617283', name: 'zqxzqxzqxzqxzqx' },
  { account: '495061728394', name: '7v_7v_7v_7v_7v_7v_7v_' },
] as const;

/** Whether an action accepts only `*` in practice, although it has resource types. */
export function isStarInPractice({ name }: ActionFacts): boolean {
  return starInPractice.includes(name);
}

/** Whether a policy's resource matches every resource of an action that can be limited to some. */
export function isUnlimited(resource: string, facts: ActionFacts): boolean {
  return !isStarInPractice(facts) && coversSomeType(resource, facts.resources);
}

/** Whether a policy's resource matches every resource of one of the types, which are ARNs of the action table. */
export function coversSomeType(resource: string, types: readonly string[]): boolean {
  // Without a star it can't match names of every length.
  if (!resource.includes('*') || types.length === 0) return false;
  // It must match some resource of the action, not only of other types.
  return (
    (isWildResource(resource) && resourceFits(resource, { resources: types })) ||
    types.some((arn) => coversAll(resource, arn))
  );
}

/** Whether a pattern matches every resource of a type: `arn:*:s3:::???*`, `*:table/*`. */
function coversAll(resource: string, arn: string): boolean {
  const partition = partitionOf(resource);
  // An open partition is tested as `aws`.
  const probed = partition === '*' || partition === 'aws' ? probedOfAws(arn) : probedOf(arn, partition);
  return probed.length > 0 && probed.every((text) => globMatches(resource, text));
}

const probedOfAws = memoize((arn: string) => probedOf(arn, 'aws'), mostTexts);

/** A type's ARN filled with each set of values; empty for an ARN without other variable parts than account and region, which is one resource. */
function probedOf(arn: string, partition: string): readonly string[] {
  if (!/\$\{(?!Partition|Region|Account)/.test(arn)) return [];
  return probes.map(({ account, name }) => {
    const values: Readonly<Record<string, string>> = { Partition: partition, Account: account };
    return fillArn(arn, (part) => values[part] ?? name);
  });
}

/**
 * `*`, or an ARN pattern that matches every resource of a service (`arn:aws:s3:::*`, `arn:aws:sqs:eu-west-1:1234:*`), or every
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
