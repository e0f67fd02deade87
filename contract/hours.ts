/** Milliseconds of an hour. */
export const hourMs = 3_600_000;

/** The start of the UTC hour that holds an instant. */
export function startOfHour(at: Date): Date {
  return new Date(Math.floor(at.getTime() / hourMs) * hourMs);
}
