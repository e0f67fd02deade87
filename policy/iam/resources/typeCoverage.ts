import { memoize, mostTexts } from '../../pack/memoize';
import { type PropertyValue, textsOf } from '../../pack/propertyValue';
import { globMatcher, globsMeet } from '../../pack/text/glob';
import { isWildText } from '../actions/actionPattern';
import { typePattern, withOwnPlace } from './arnPattern';
import { selectPlaces } from './places';
import { consoleSamplesOf, fillSample, hasConsolePath, probesOf, samplesOf } from './typeSamples';

/** The resources that one of some patterns matches, and none of the exceptions. */
interface Area {
  readonly resources: readonly PropertyValue[];
  readonly except: readonly string[];
}

/** What limits areas: they apply only within one of some, and not where it is denied. */
interface AreaLimits {
  /** @default everywhere */
  readonly within?: readonly Area[];
  readonly denied: readonly Area[];
}

/** How many resources of a type in one account and region are covered. */
type Share = 'all' | 'nearly all' | 'part';

interface Coverage {
  /** Of the type that is covered best. */
  readonly share: Share;
  /** The patterns that cover it; empty for a part. */
  readonly patterns: readonly string[];
}

const part: Coverage = { share: 'part', patterns: [] };
const noLimits: AreaLimits = { denied: [] };

/** Of the names of one alphabet, the share that counts as nearly all. */
const nearlyAll = 0.9;

/**
 * How many resources of one of the types some areas cover together, in the account and region that their patterns name:
 * `arn:aws:iam::123456789012:role/*` covers all roles, as do `role/a*` to `role/z*` together. Decided by invented
 * resources, so that every spelling of the same patterns counts the same. The types are ARNs of the action table.
 */
export function coverageOf(types: readonly string[], areas: readonly Area[], limits: AreaLimits = noLimits): Coverage {
  const patterns = new Set<string>();
  let share: Share = 'part';
  for (const arn of types) {
    const coverage = coverageOfType(arn, areas, limits);
    for (const pattern of coverage.patterns) patterns.add(pattern);
    if (coverage.share === 'all' || share === 'part') share = coverage.share === 'part' ? share : coverage.share;
  }
  return { share, patterns: [...patterns] };
}

/** Whether one pattern covers all, or nearly all, resources of one of the types. */
export const coversSomeType = memoize(
  (resource: string, types: readonly string[]): boolean =>
    isWildText(resource) ? types.length > 0 : types.some((arn) => isCoveredBy(arn, resource)),
  { most: 50_000 },
);

function coverageOfType(arn: string, areas: readonly Area[], { within, denied }: AreaLimits): Coverage {
  const wild = areas.map(({ resources, except }) => ({
    except,
    resources: textsOf(resources).filter((text) => mayCover(arn, text)),
  }));
  const patterns = wild.flatMap(({ resources }) => resources);
  if (patterns.length === 0) return part;
  if (!within && denied.length === 0 && wild.every(({ except }) => except.length === 0)) {
    const whole = patterns.filter((text) => isCoveredBy(arn, text));
    if (whole.length > 0) return { share: 'all', patterns: whole };
    if (patterns.length < fewestParts) return part;
  }
  const isAllowed = matcherOf(patterns.length > mostParts ? [{ except: [], resources: shortest(patterns) }] : wild);
  const isWithin = within ? matcherOf(within) : () => true;
  const isDenied = matcherOf(denied);
  const isCovered = (sample: string) => isAllowed(sample) && isWithin(sample) && !isDenied(sample);
  let best = part;
  // What a Deny leaves may be in an account that only its exceptions name.
  for (const place of selectPlaces([...patterns, ...denied.flatMap(({ except }) => except)])) {
    const samples = samplesOf(place, arn);
    if (samples.length === 0) {
      if (patterns.some(isWildResource) && isCovered(fillSample(arn, place))) return { share: 'all', patterns };
      continue;
    }
    const shares = samples.map((set) => shareOf(set, isCovered));
    const covering = () => patterns.filter((text) => samples.some((set) => set.some(matcher(text))));
    if (shares.every((share) => share === 1)) return { share: 'all', patterns: covering() };
    const ofConsole = consoleSamplesOf(place, arn);
    if (shares.some((share) => share >= nearlyAll)) best = { share: 'nearly all', patterns: covering() };
    else if (ofConsole.length > 0 && shareOf(ofConsole, isCovered) >= nearlyAll)
      best = { share: 'nearly all', patterns };
  }
  return best;
}

/** The share of samples that is covered; 0 as soon as it can't be nearly all. */
function shareOf(samples: readonly string[], isCovered: (sample: string) => boolean): number {
  let missed = 0;
  for (const sample of samples) {
    if (isCovered(sample)) continue;
    missed++;
    if (missed > samples.length * (1 - nearlyAll)) return 0;
  }
  return 1 - missed / samples.length;
}

/** More patterns of one type are not all compared: the shortest match most. */
const mostParts = 100;

function shortest(patterns: readonly string[]): readonly string[] {
  return patterns.toSorted((one, other) => one.length - other.length).slice(0, mostParts);
}

/** Fewer patterns than these cover nearly all names only if one of them does by itself. */
const fewestParts = 3;

/**
 * Whether a pattern may cover many resources of a type: it has a star, because names differ in length, and hardly more
 * letters than the type's ARN itself; one with more matches no invented name.
 */
function mayCover(arn: string, pattern: string): boolean {
  if (!pattern.includes('*')) return false;
  const { text, longest } = typeShape(arn);
  if (pattern.length > longest && withOwnPlace(pattern).replaceAll(/[*?]/g, '').length > longest) return false;
  return globsMeet(withOwnPlace(pattern), text);
}

const longestPlace = { partition: 'aws-us-gov', region: 'ap-northeast-1', account: '123456789012' } as const;

/** A type as a pattern, and the most letters of a pattern that lists its names by their first three. */
const typeShape = memoize(
  (arn: string) => ({
    text: typePattern(arn),
    longest: fillSample(arn, longestPlace).length + (hasConsolePath(arn) ? 16 : 3),
  }),
  mostTexts,
);

/** Whether a pattern by itself covers a type, or what consoles keep of it: it matches samples that have few letters in common. */
function isCoveredBy(arn: string, pattern: string): boolean {
  if (!mayCover(arn, pattern)) return false;
  const matches = matcher(pattern);
  return selectPlaces([pattern]).some((place) => {
    const probes = probesOf(place, arn);
    // A type with a single resource is covered as a whole only by a pattern that names nothing.
    if (probes.length === 0) return isWildResource(pattern) && matches(fillSample(arn, place));
    if (probes.every(matches)) return true;
    const ofConsole = consoleSamplesOf(place, arn);
    return ofConsole.length > 0 && ofConsole.every(matches);
  });
}

function matcherOf(areas: readonly Area[]): (resource: string) => boolean {
  const tests = areas.map(({ resources, except }) => {
    const included = textsOf(resources).map(matcher);
    const excluded = except.map(matcher);
    return (resource: string) =>
      included.some((matches) => matches(resource)) && !excluded.some((matches) => matches(resource));
  });
  return (resource) => tests.some((test) => test(resource));
}

const matcher = memoize((pattern: string) => globMatcher(withOwnPlace(pattern)), mostTexts);

/** `*`, or an ARN pattern that matches every resource of a service, or of a type: `arn:aws:sqs:eu-west-1:1234:*`. */
const isWildResource = memoize((resource: string): boolean => {
  if (isWildText(resource)) return true;
  const [prefix, partition = '', service = '', , account = '', ...rest] = resource.split(':');
  if (prefix !== 'arn') return isWildText(rest.join(':'));
  if (rest.length === 0) return [partition, service, account].some((text) => isWildText(text));
  return (
    isWildText(service) ||
    rest
      .join(':')
      .split(/[/:]/)
      .slice(-1)
      .every((text) => isWildText(text))
  );
}, mostTexts);
