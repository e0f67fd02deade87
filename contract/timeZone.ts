import * as z from 'zod';

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** An IANA time zone. */
export const timeZone = z.string().refine(isTimeZone, { error: 'is not an IANA time zone, such as Europe/Berlin' });
