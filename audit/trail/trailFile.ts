/** A file of a trail, by its name. */
export interface TrailFile {
  readonly kind: 'log' | 'digest';
  readonly key: string;
  /** Account that the records are of. */
  readonly account: string;
  readonly region: string;
  /** Minute at which a log file was written, or end of a digest's hour. */
  readonly at: Date;
  /** Last part of the key. */
  readonly name: string;
}

/**
 * `<account>_CloudTrail_<region>_<time>_<unique>.json.gz` for logs ("CloudTrail log file name format" of the User Guide),
 * `<account>_CloudTrail-Digest_<region>_<trail>_<home region>_<time>.json.gz` for digests ("CloudTrail digest file structure").
 */
const patterns = {
  log: /^(?<account>\d{12})_CloudTrail_(?<region>[a-z0-9-]+)_(?<time>\d{8}T\d{4,6}Z)_[^_/]+\.json(?:\.gz)?$/,
  digest: /^(?<account>\d{12})_CloudTrail-Digest_(?<region>[a-z0-9-]+)_.+_(?<time>\d{8}T\d{4,6}Z)\.json(?:\.gz)?$/,
} as const;

/** Parses the key of a trail's file by its last part, whatever folder it is in; undefined for any other file. */
export function parseTrailFile(key: string): TrailFile | undefined {
  const name = key.slice(key.lastIndexOf('/') + 1);
  for (const kind of ['log', 'digest'] as const) {
    const { account = '', region = '', time = '' } = patterns[kind].exec(name)?.groups ?? {};
    const at = parseTime(time);
    if (at) return { kind, key, account, region, at, name };
  }
  return undefined;
}

/** `20261102T0605Z` or `20261102T060512Z` */
function parseTime(text: string): Date | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '00'] = match;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
