import { asList, isPlainObject, notYetKnown, type PlainObject, type PropertyValue } from '../pack/propertyValue';

export type Known<T> = T | typeof notYetKnown;

/** A transition to another storage class; on a date if `days` is absent. */
export interface Transition {
  readonly days?: Known<number>;
  readonly storageClass: Known<string>;
}

/** A lifecycle rule, normalized from all forms. */
export interface LifecycleRule {
  readonly id: string;
  readonly enabled: Known<boolean>;
  /** Prefix of the keys; empty for the whole bucket. */
  readonly prefix: Known<string>;
  /** Limited to some objects by tag or size. */
  readonly filtered: boolean;
  /** Applies to objects larger than this, bytes; absent without a size filter. */
  readonly largerThan?: Known<number>;
  /** Every old version expires. */
  readonly expiresVersions: Known<boolean>;
  /** Days after which old versions expire. */
  readonly versionDays?: Known<number>;
  /** Number of newest old versions that are kept forever. */
  readonly keepsVersions?: Known<number>;
  readonly abortsUploads: Known<boolean>;
  /** Days after which incomplete uploads are aborted. */
  readonly uploadDays?: Known<number>;
  /** Removes expired delete markers. S3 also does so for rules that expire objects by age. */
  readonly removesMarkers: Known<boolean>;
  /** It removes them although it does not expire objects by age. */
  readonly removesMarkersAtOnce: boolean;
  /** Current objects expire. */
  readonly expiresObjects: Known<boolean>;
  /** Age at which current objects expire; absent if they expire on a date or never. */
  readonly objectDays?: Known<number>;
  readonly transitions: readonly Transition[];
  readonly versionTransitions: readonly Transition[];
  /** Uses both days and a date, which S3 rejects. */
  readonly mixesDates: boolean;
}

/** Reads a rule of a BucketLifecycleConfiguration. */
export function separateRule(value: PlainObject, index: number): LifecycleRule {
  const filter = first(value['filter']);
  const and = first(filter['and']);
  const abort = first(value['abortIncompleteMultipartUpload']);
  const status = value['status'];
  const versions = first(value['noncurrentVersionExpiration']);
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
    largerThan: largerThan([filter, and]),
    abortsUploads: positive(abort['daysAfterInitiation']),
    uploadDays: count(abort['daysAfterInitiation']),
    ...oldVersions(versions['noncurrentDays'], versions['newerNoncurrentVersions']),
    ...ofObjects(first(value['expiration']), value['transitions']),
    versionTransitions: transitions(value['noncurrentVersionTransitions'], 'noncurrentDays'),
  };
}

/** Reads an inline rule of a Bucket, or of a BucketV2, which has lists in place of blocks. */
export function inlineRule(value: PlainObject, index: number): LifecycleRule {
  const enabled = value['enabled'];
  const versions = first(value['noncurrentVersionExpiration'] ?? value['noncurrentVersionExpirations']);
  return {
    id: idOf(value, index),
    enabled: enabled === notYetKnown ? enabled : enabled === true,
    prefix: prefixOf([value['prefix']]),
    filtered: isSet(value['tags']),
    abortsUploads: positive(value['abortIncompleteMultipartUploadDays']),
    uploadDays: count(value['abortIncompleteMultipartUploadDays']),
    ...oldVersions(versions['days'], undefined),
    ...ofObjects(first(value['expiration'] ?? value['expirations']), value['transitions']),
    versionTransitions: transitions(value['noncurrentVersionTransitions'], 'days'),
  };
}

/** A rule in which what waits for longer than some days counts as never done: an expiry of a hundred years is none. */
export function withoutEndlessWaits(
  rule: LifecycleRule,
  longest: { readonly versions: number; readonly uploads: number },
): LifecycleRule {
  const isEndless = (days: Known<number> | undefined, most: number) => typeof days === 'number' && days > most;
  const keepsMarkers = !rule.removesMarkersAtOnce && isEndless(rule.objectDays, longest.versions);
  return {
    ...rule,
    expiresVersions: isEndless(rule.versionDays, longest.versions) ? false : rule.expiresVersions,
    abortsUploads: isEndless(rule.uploadDays, longest.uploads) ? false : rule.abortsUploads,
    removesMarkers: keepsMarkers ? false : rule.removesMarkers,
  };
}

const filterKeys = ['tag', 'tags', 'objectSizeGreaterThan', 'objectSizeLessThan'];

/** A rule with only an upper limit applies to the smallest objects too. */
function largerThan(filters: readonly PlainObject[]): Known<number> | undefined {
  const limits = filters.map((part) => count(part['objectSizeGreaterThan']));
  const hasUpperLimit = filters.some((part) => isSet(part['objectSizeLessThan']));
  return limits.find((limit) => limit !== undefined) ?? (hasUpperLimit ? 0 : undefined);
}

function first(value: PropertyValue | undefined): PlainObject {
  const [block] = asList(value);
  return isPlainObject(block) ? block : {};
}

function idOf(value: PlainObject, index: number): string {
  const id = value['id'];
  return typeof id === 'string' && id !== '' ? `'${id}'` : `number ${index + 1}`;
}

function prefixOf(candidates: readonly (PropertyValue | undefined)[]): Known<string> {
  if (candidates.includes(notYetKnown)) return notYetKnown;
  return candidates.find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '') ?? '';
}

/** Outputs of a provider have 0, '' or an empty object for a property that is not set. */
function isSet(value: PropertyValue | undefined): boolean {
  if (value === undefined || value === null || value === 0 || value === '') return false;
  return isPlainObject(value) ? Object.keys(value).length > 0 : true;
}

function positive(value: PropertyValue | undefined): Known<boolean> {
  return value === notYetKnown ? value : typeof value === 'number' && value > 0;
}

/** Returns a number above 0; undefined for any other value. */
function count(value: PropertyValue | undefined): Known<number> | undefined {
  if (value === notYetKnown) return value;
  return typeof value === 'number' && value > 0 ? value : undefined;
}

function oldVersions(
  days: PropertyValue | undefined,
  kept: PropertyValue | undefined,
): Pick<LifecycleRule, 'expiresVersions' | 'versionDays' | 'keepsVersions'> {
  const versionDays: Known<number> | undefined = count(days);
  const keepsVersions: Known<number> | undefined = count(kept);
  const unclear = versionDays === notYetKnown || keepsVersions === notYetKnown;
  const expiresVersions: Known<boolean> =
    unclear && versionDays !== undefined ? notYetKnown : versionDays !== undefined && keepsVersions === undefined;
  return {
    expiresVersions,
    versionDays,
    keepsVersions,
  };
}

function ofObjects({ days, date, expiredObjectDeleteMarker: marker }: PlainObject, moves: PropertyValue | undefined) {
  const anyUnknown = days === notYetKnown || date === notYetKnown;
  const byAge = positive(days);
  const moved = transitions(moves, 'days');
  const dated = (isSet(date) ? 1 : 0) + moved.filter((move) => move.days === undefined).length;
  const aged = (byAge === true ? 1 : 0) + moved.filter((move) => typeof move.days === 'number').length;
  const removesMarkers: Known<boolean> =
    marker === true || byAge === true ? true : marker === notYetKnown || anyUnknown ? notYetKnown : false;
  return {
    expiresObjects: anyUnknown ? notYetKnown : isSet(days) || isSet(date),
    objectDays: count(days),
    removesMarkers,
    removesMarkersAtOnce: marker === true,
    transitions: moved,
    mixesDates: dated > 0 && aged > 0,
  } satisfies Partial<LifecycleRule>;
}

function transitions(value: PropertyValue | undefined, daysKey: 'days' | 'noncurrentDays'): Transition[] {
  return asList(value)
    .filter(isPlainObject)
    .map((block): Transition => {
      const { storageClass, date, [daysKey]: days } = block;
      const known = storageClass === notYetKnown || typeof storageClass === 'string' ? storageClass : '';
      if (isSet(date)) return { storageClass: known };
      return { storageClass: known, days: days === notYetKnown ? days : typeof days === 'number' ? days : 0 };
    });
}
