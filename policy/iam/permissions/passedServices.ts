import { memoize } from '../../pack/memoize';
import { globMatches } from '../../pack/text/glob';
import { judgedEntries } from '../conditions/conditionStrength';
import { limitsGrant } from '../conditions/limitingConditions';
import type { Grant } from './grant';

/** The services that an iam:PassRole grant lets a role be passed to. */
interface PassedServices {
  /** `any service`, or the names. */
  readonly text: string;
  /** Whether a condition names services. */
  readonly limited: boolean;
  /** Whether the role can be passed to a service, such as `lambda.amazonaws.com`. */
  readonly includes: (service: string) => boolean;
}

const key = 'iam:passedtoservice';

/** The services in the conditions of an iam:PassRole grant; undefined when another condition restricts the grant. */
export const passedServices = memoize(({ conditions, facts }: Grant): PassedServices | undefined => {
  const entries = conditions.flatMap((condition) => judgedEntries(condition, facts).filter(limitsGrant));
  if (entries.some((entry) => entry.key !== key)) return undefined;
  if (entries.length === 0) return { text: 'any service', limited: false, includes: () => true };
  const tests = entries.map(({ operator, values }) => {
    const negated = /not/i.test(operator);
    // Some principals, such as EC2's, end in .amazonaws.com.cn in China.
    const matches = (service: string) => values.some((value) => globMatches(value, service));
    return (service: string) => (matches(service) || matches(`${service}.cn`)) !== negated;
  });
  const texts = entries.map(
    ({ operator, values }) =>
      `${/not/i.test(operator) ? 'any service except ' : ''}${values.join(', ') || 'services that are not known yet'}`,
  );
  return { text: texts.join(' and '), limited: true, includes: (service) => tests.every((test) => test(service)) };
});
