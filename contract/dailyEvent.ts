import * as z from 'zod';

const dailyEventSchema = z.object({ daily: z.strictObject({ scheduledTime: z.iso.datetime() }) });

/** The event by which the stack's schedule starts the daily run of the incident function. */
export function dailyEvent(scheduledTime: string): z.infer<typeof dailyEventSchema> {
  return { daily: { scheduledTime } };
}

/** The instant at which a daily run was due; undefined for any other event. */
export function dailyRunAt(event: unknown): Date | undefined {
  const { data } = dailyEventSchema.safeParse(event);
  return data && new Date(data.daily.scheduledTime);
}
