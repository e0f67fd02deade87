import * as z from 'zod';

const checkEventSchema = z.object({ check: z.strictObject({ scheduledTime: z.iso.datetime() }) });

/** The event by which the stack's schedule starts a self-check of the audit function. */
export function checkEvent(scheduledTime: string): z.infer<typeof checkEventSchema> {
  return { check: { scheduledTime } };
}

/** The instant at which a self-check was due; undefined for any other event. */
export function checkDueAt(event: unknown): Date | undefined {
  const { data } = checkEventSchema.safeParse(event);
  return data && new Date(data.check.scheduledTime);
}
