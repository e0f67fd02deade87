import { InvalidArgumentError } from 'commander';
import { sageMakerName } from '../../contract/sageMakerName';
import type { SchemaRef } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';

/** Flags, description and default of options that several commands have. */
export const sharedOptions = {
  store: ['--store <address>', 'store: s3://<bucket>, or a folder with the same layout'],
  endpointUrl: ['--endpoint-url <url>', 'URL of a local AWS (default: AWS_ENDPOINT_URL, else AWS)'],
  captures: ['--captures <path...>', 'capture files, or folders to search for *.jsonl and *.jsonl.gz'],
  from: ['--from <hour>', 'first hour of the captures, UTC, such as 2026-11-02T08 (default: all)', parseHour],
  to: ['--to <hour>', 'hour to stop before, UTC (default: all)', parseHour],
  json: ['--json', 'print JSON', false],
} as const;

/** Parses a TCP port. */
export const parsePort = parseWhole(1, 65_535);

/** Returns a parser of whole numbers in a range. */
export function parseWhole(least: number, greatest: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (/^\d+$/.test(text) && count >= least && count <= greatest) return count;
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${greatest}`);
  };
}

/** Parses the hours between two runs of a schedule. */
export function parseScheduleHours(text: string): number {
  const hours = Number(text);
  if (Number.isInteger(hours) && hours >= 1 && hours <= 24) return hours;
  throw new InvalidArgumentError('expected a whole number of hours from 1 to 24');
}

/** Parses a duration such as 7d or 36h into hours. */
export function parseDuration(text: string): number {
  const { count = '', unit } = /^(?<count>[1-9]\d{0,3})(?<unit>[dh])$/.exec(text)?.groups ?? {};
  if (unit === undefined) throw new InvalidArgumentError('expected days or hours, such as 7d or 36h');
  return Number(count) * (unit === 'd' ? 24 : 1);
}

/** Parses a whole UTC hour, such as 2026-11-02T08, into the instant of its start. */
export function parseHour(text: string): Date {
  const written = /^(?<hour>\d{4}-\d{2}-\d{2}T\d{2})(:00(:00)?)?Z?$/.exec(text)?.groups?.['hour'];
  const hour = new Date(`${written}:00:00.000Z`);
  // JavaScript reads a day that its month does not have as a day of the next month.
  if (!written || Number.isNaN(hour.getTime()) || !hour.toISOString().startsWith(written)) {
    throw new InvalidArgumentError('expected a whole hour in UTC, such as 2026-11-02T08');
  }
  return hour;
}

/** Throws a UserError for an endpoint or schema version that would change the keys of a store. */
export function refuseInvalidNames({ endpoint, schema }: SchemaRef): void {
  if (!sageMakerName.test(endpoint)) {
    throw new UserError(`invalid endpoint name '${endpoint}': use letters, digits and single hyphens`);
  }
  if (!/^v[1-9]\d*$/.test(schema)) throw new UserError(`invalid schema version '${schema}': expected v1, v2, ...`);
}

/** Throws a UserError for an option that has no effect without another one; `options` has their values by flag. */
export function refuseWithout(required: string, options: Readonly<Record<string, unknown>>): void {
  const unused = Object.keys(options).find((flag) => options[flag] !== undefined);
  if (unused !== undefined) throw new UserError(`${unused} requires ${required}`);
}
