import { asList, isPlainObject, notYetKnown, type Plain, type PlainObject } from '../pack/plain';

type Known<T> = T | typeof notYetKnown;

/** A lifecycle rule, in one form for all the ways of writing it. */
export interface LifecycleRule {
  readonly id: string;
  readonly enabled: Known<boolean>;
  /** The keys that it applies to begin so; empty for the whole bucket. */
  readonly prefix: Known<string>;
  /** Only some of those objects, by tag or size. */
  readonly filtered: boolean;
  /** Old versions expire. */
  readonly expiresVersions: Known<boolean>;
  readonly abortsUploads: Known<boolean>;
  /** Current objects expire. */
  readonly expiresObjects: Known<boolean>;
}

/** A rule of a BucketLifecycleConfiguration. */
export function separateRule(value: PlainObject, index: number): LifecycleRule {
  const filter = first(value['filter']);
  const and = first(filter['and']);
  const abort = first(value['abortIncompleteMultipartUpload']);
  const status = value['status'];
  return {
    id: idOf(value, index),
    enabled: status === notYetKnown ? status : status === 'Enabled',
    prefix: prefixOf([
      value['filter'] === notYetKnown ? notYetKnown : undefined,
      filter['prefix'],
      and['prefix'],
      value['prefix'],
    ]),
    filtered: [filter, and].some((part) => filterKeys.some((key) => isSet(part[key]))),
    expiresVersions: positive(first(value['noncurrentVersionExpiration'])['noncurrentDays']),
    abortsUploads: positive(abort['daysAfterInitiation']),
    expiresObjects: expiry(first(value['expiration'])),
  };
}

/** A rule written inline on a Bucket (or a BucketV2, which has lists where a Bucket has blocks). */
export function inlineRule(value: PlainObject, index: number): LifecycleRule {
  const enabled = value['enabled'];
  const versions = first(value['noncurrentVersionExpiration'] ?? value['noncurrentVersionExpirations']);
  return {
    id: idOf(value, index),
    enabled: enabled === notYetKnown ? enabled : enabled === true,
    prefix: prefixOf([value['prefix']]),
    filtered: isSet(value['tags']),
    expiresVersions: positive(versions['days']),
    abortsUploads: positive(value['abortIncompleteMultipartUploadDays']),
    expiresObjects: expiry(first(value['expiration'] ?? value['expirations'])),
  };
}

const filterKeys = ['tag', 'tags', 'objectSizeGreaterThan', 'objectSizeLessThan'];

function first(value: Plain | undefined): PlainObject {
  const [block] = asList(value);
  return isPlainObject(block) ? block : {};
}

function idOf(value: PlainObject, index: number): string {
  const id = value['id'];
  return typeof id === 'string' && id !== '' ? `'${id}'` : `number ${index + 1}`;
}

function prefixOf(candidates: readonly (Plain | undefined)[]): Known<string> {
  if (candidates.includes(notYetKnown)) return notYetKnown;
  return candidates.find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '') ?? '';
}

/** Answers of a provider spell 'not set' as 0, '' or an empty object. */
function isSet(value: Plain | undefined): boolean {
  if (value === undefined || value === null || value === 0 || value === '') return false;
  return isPlainObject(value) ? Object.keys(value).length > 0 : true;
}

function positive(value: Plain | undefined): Known<boolean> {
  return value === notYetKnown ? value : typeof value === 'number' && value > 0;
}

function expiry(block: PlainObject): Known<boolean> {
  const { days, date } = block;
  if (days === notYetKnown || date === notYetKnown) return notYetKnown;
  return isSet(days) || isSet(date);
}
