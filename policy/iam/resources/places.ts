import { memoize, mostTexts } from '../../pack/memoize';
import { globMatches } from '../../pack/text/glob';
import type { Place } from './typeSamples';

/** Partitions and regions of AWS that a pattern may name; the first that matches stands for all. */
const partitions = ['aws', 'aws-us-gov', 'aws-cn'] as const;
const regions = [
  'eu-west-1',
  'us-east-1',
  'ap-south-1',
  'ca-central-1',
  'sa-east-1',
  'me-south-1',
  'af-south-1',
] as const;
/** Stands for the account of the stack where patterns name none; like no other number in a policy. */
const anyAccount = '384950617283';

/** Patterns of more places than these are rare, and only cost time. */
const mostPlaces = 4;

/** The places in which to ask what patterns cover: those that they name, or one that stands for all. */
export function selectPlaces(patterns: readonly string[]): readonly Place[] {
  const places = new Set<Place>();
  for (const pattern of patterns) {
    places.add(placeIn(pattern));
    if (places.size === mostPlaces) break;
  }
  return [...places];
}

/** One object for each place, so that what is computed for one serves all patterns. */
const placeOf = memoize(
  (partition: string, region: string, account: string): Place => ({ partition, region, account }),
  mostTexts,
);

const placeIn = memoize((pattern: string): Place => {
  const [prefix, partition = '*', , region = '*', account = '*'] = pattern.split(':');
  // A star that spans several parts leaves at most a number that can be recognized.
  const [number] = /\d{12}/.exec(pattern) ?? [];
  if (prefix !== 'arn') return placeOf(partitions[0], regions[0], number ?? anyAccount);
  return placeOf(firstMatch(partitions, partition), firstMatch(regions, region), number ?? accountLike(account));
}, mostTexts);

/** The first value that a pattern matches, or else the pattern with a letter for each wildcard. */
function firstMatch(values: readonly string[], pattern: string): string {
  if (pattern === '') return values[0] ?? '';
  return values.find((value) => globMatches(pattern, value)) ?? pattern.replaceAll('*', '').replaceAll('?', '1');
}

/** An account number that a pattern matches. */
function accountLike(pattern: string): string {
  if (/^\**$/.test(pattern) || !/^[\d*?]+$/.test(pattern)) return anyAccount;
  const [before = '', ...others] = pattern.replaceAll('?', '0').split('*');
  const after = others.join('');
  return others.length === 0 ? before : before + '0'.repeat(Math.max(0, 12 - before.length - after.length)) + after;
}
