import * as z from 'zod';
import { type Severity, severities } from './alarmNames';
import { invalidValue } from './readDocument';
import { timeZone } from './timeZone';

/** `2026-11-02 08:00:00 +0000 UTC`, as which Pulumi passes an unquoted time of a stack file to the program. */
const goTime = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)? ([+-]\d\d)(\d\d) \S+$/;

const instant = z.preprocess(
  (value) => (typeof value === 'string' ? value.replace(goTime, '$1T$2$3:$4').replace('+00:00', 'Z') : value),
  z.iso.datetime({ offset: true, ...invalidValue('time', 'expected one such as 2026-11-02T08:00:00Z') }),
);
/** A time of day, such as `22:00`. */
export const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, invalidValue('time of day', 'expected one such as 22:00'));

/** Hours of each day, from one time of day to another, which may be on the next day. */
const dailyHoursSchema = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay,
    /** IANA time zone, such as `Europe/Berlin`. @default UTC */
    timeZone: timeZone.optional(),
  })
  .refine(({ from, to }) => from !== to, { error: 'from and to must differ; remove daily to mute all day' });

/** Stands for every endpoint in `endpoints`. */
export const everyEndpoint = '*';

/** A mute that the settings announce, with its reason and its end: of alarms, of messages about incidents, or of both. */
export const plannedMuteSchema = z
  .strictObject({
    /** Names of the alarms that a person may mute meanwhile. @default none */
    alarms: z.array(z.string().min(1)).min(1).optional(),
    /** Endpoints whose messages about incidents are held back; `*` for all. @default none */
    endpoints: z.array(z.string().min(1)).min(1).optional(),
    /** Severities of the messages. @default all */
    severities: z.array(z.enum(severities)).min(1).optional(),
    /** Hours of each day in which messages are held back. @default all day */
    daily: dailyHoursSchema.optional(),
    reason: z.string().min(1),
    /** Who announced it, such as an e-mail address; required for messages. */
    author: z.string().min(1).optional(),
    /** @default no start */
    from: instant.optional(),
    until: instant,
  })
  .refine(({ from, until }) => from === undefined || Date.parse(from) < Date.parse(until), {
    error: 'from must be before until',
  })
  .refine(({ alarms, endpoints }) => alarms !== undefined || endpoints !== undefined, {
    error: "mutes nothing; set endpoints (such as ['*'] for all) to hold back messages, or alarms",
  })
  .refine(({ endpoints, author }) => endpoints === undefined || author !== undefined, {
    error: 'a mute of endpoints must name its author, such as an e-mail address',
    path: ['author'],
  })
  .refine(({ endpoints, severities: muted, daily }) => endpoints !== undefined || !(muted || daily), {
    error: 'severities and daily apply to messages only; set endpoints, or remove them',
  });
export type PlannedMute = z.infer<typeof plannedMuteSchema>;

interface MutedMessage {
  readonly endpoint: string;
  readonly severity: Severity;
  readonly at: Date;
}

/** The mute that holds a message back; undefined if none does. Of several, the one that ends last. */
export function muteOf(
  mutes: readonly PlannedMute[],
  { endpoint, severity, at }: MutedMessage,
): PlannedMute | undefined {
  return mutes
    .filter(
      (mute) =>
        (mute.endpoints?.includes(endpoint) || mute.endpoints?.includes(everyEndpoint)) &&
        (mute.severities?.includes(severity) ?? true) &&
        isInEffect(mute, at) &&
        (mute.daily === undefined || isWithin(mute.daily, at)),
    )
    .sort((a, b) => Date.parse(b.until) - Date.parse(a.until))[0];
}

/** Whether an instant is between a mute's start and its end; a daily one may pause. */
export function isInEffect({ from, until }: PlannedMute, at: Date): boolean {
  return (from === undefined || Date.parse(from) <= at.getTime()) && at.getTime() < Date.parse(until);
}

function isWithin({ from, to, timeZone = 'UTC' }: NonNullable<PlannedMute['daily']>, at: Date): boolean {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const time = format.format(at);
  return from < to ? from <= time && time < to : from <= time || time < to;
}

/** What a mute holds back and when, in a clause. */
export function describeMute({ endpoints = [], severities: muted, daily, until }: PlannedMute): string {
  const what = endpoints.includes(everyEndpoint) ? 'every endpoint' : endpoints.join(', ');
  const of = muted ? ` (${muted.join(', ')})` : '';
  const hours = daily ? `, daily from ${daily.from} to ${daily.to} ${daily.timeZone ?? 'UTC'}` : '';
  return `${what}${of}${hours}, until ${until}`;
}
