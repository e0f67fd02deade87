import { InvalidArgumentError } from 'commander';

/** A port, of an option's text. */
export function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new InvalidArgumentError('a port is a whole number from 1 to 65535');
  }
  return value;
}

/** Hours between two runs of a schedule. */
export function wholeHours(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 24) return value;
  throw new InvalidArgumentError('a schedule runs every 1 to 24 hours');
}

/** The hours of a time such as 7d or 36h. */
export function lastHours(text: string): number {
  const { count = '', unit } = /^(?<count>[1-9]\d{0,3})(?<unit>[dh])$/.exec(text)?.groups ?? {};
  if (unit === undefined) throw new InvalidArgumentError('a time is written as 7d or 36h');
  return Number(count) * (unit === 'd' ? 24 : 1);
}

/** A whole hour, such as 2026-11-02T08, as the instant of its start. */
export function hour(text: string): Date {
  const written = /^(?<hour>\d{4}-\d{2}-\d{2}T\d{2})(:00(:00)?)?Z?$/.exec(text)?.groups?.['hour'];
  const value = new Date(`${written}:00:00.000Z`);
  // A day that its month does not have is read as one of the next month.
  if (!written || Number.isNaN(value.getTime()) || !value.toISOString().startsWith(written)) {
    throw new InvalidArgumentError('a whole hour, UTC, is written as 2026-11-02T08');
  }
  return value;
}
