import * as z from 'zod';

/** Events by which a schedule of the stack starts one kind of run of a function. */
function scheduledEvent(kind: string) {
  const schema = z.object({ [kind]: z.strictObject({ scheduledTime: z.iso.datetime() }) });
  return {
    /** Composes the event for a run that is due at a time (ISO 8601, or EventBridge Scheduler's placeholder). */
    compose: (scheduledTime: string): object => ({ [kind]: { scheduledTime } }),
    /** The instant at which the run was due; undefined for any other event. */
    dueAt(event: unknown): Date | undefined {
      const due = schema.safeParse(event).data?.[kind];
      return due && new Date(due.scheduledTime);
    },
  };
}

/** Starts the daily run of the incident function. */
export const dailyEvent = scheduledEvent('daily');

/** Starts a self-check of the audit function. */
export const checkEvent = scheduledEvent('check');
