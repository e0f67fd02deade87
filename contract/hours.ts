/** Milliseconds of a minute. */
export const minuteMs = 60_000;

/** Milliseconds of an hour. */
export const hourMs = 3_600_000;

/** Milliseconds of a day of UTC. */
export const dayMs = 24 * hourMs;

/** Start of the UTC hour of an instant. */
export function startOfHour(at: Date): Date {
  return new Date(Math.floor(at.getTime() / hourMs) * hourMs);
}

/** `yyyy/mm/dd/hh` of an instant, in UTC. */
export function hourPath(at: Date): string {
  return at.toISOString().slice(0, 13).replace(/[-T]/g, '/');
}

/** Start of the UTC hour of a path `yyyy/mm/dd/hh`. */
export function parseHourPath(path: string): Date {
  return new Date(`${path.slice(0, 10).replaceAll('/', '-')}T${path.slice(11, 13)}:00:00.000Z`);
}

/** A time of day at the end of a text, without a zone. */
const timeWithoutZone = /[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/;

/** The instant that a text names in ISO 8601; without a zone it is UTC, whatever the machine's. Undefined for another text. */
export function parseInstant(text: string): Date | undefined {
  const at = new Date(text.replace(timeWithoutZone, '$&Z'));
  return Number.isNaN(at.getTime()) ? undefined : at;
}
