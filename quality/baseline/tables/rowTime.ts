/** Units of whole numbers since 1970, by their digits: seconds, milliseconds, microseconds and nanoseconds of 2001 to 2286. */
const unitsByDigits = new Map([
  [10, 1_000],
  [13, 1],
  [16, 1 / 1_000],
  [19, 1 / 1_000_000],
]);

const instant =
  /^(?<day>\d{4}-\d\d-\d\d)[T ](?<hour>\d\d)(?::?(?<minute>\d\d)(?::?(?<second>\d\d)(?:[.,]\d+)?)?)?\s*(?<zone>Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

const expected = 'expected ISO 8601 such as 2026-11-02T08:15:00Z, or a whole number of seconds since 1970';

/** Reads the time of a row in milliseconds since 1970, to the second; a time without a zone is UTC. Or says what is wrong, in a clause. */
export function parseRowTime(text: string | null): { readonly at?: number; readonly problem?: string } {
  if (text === null) return { problem: `has no value; ${expected}` };
  const trimmed = text.trim();
  const shown = trimmed.length > 40 ? `${trimmed.slice(0, 40)}...` : trimmed;
  if (/^\d+$/.test(trimmed)) {
    const unit = unitsByDigits.get(trimmed.length);
    return unit === undefined
      ? { problem: `has an invalid time '${shown}'; ${expected}` }
      : { at: Number(trimmed) * unit };
  }
  if (/^\d{4}-\d\d-\d\d$/.test(trimmed)) return { problem: `has a day without a time of day: '${shown}'; ${expected}` };
  const { day = '', hour = '', minute = '00', second = '00', zone = 'Z' } = instant.exec(trimmed)?.groups ?? {};
  const at = Date.parse(`${day}T${hour}:${minute}:${second}${zoneText(zone)}`);
  // Date.parse takes February 30 for March 2.
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
  return Number.isNaN(at) || !isDay ? { problem: `has an invalid time '${shown}'; ${expected}` } : { at };
}

/** `+02`, `+0200` and `+02:00` as `+02:00`. */
function zoneText(zone: string): string {
  const [, sign, hours, minutes = '00'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`;
}
