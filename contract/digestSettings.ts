import * as z from 'zod';

/** What a digest does if there is nothing to say: one line, or nothing at all. */
export const quietDigests = ['line', 'nothing'] as const;

/** Who reads one digest. */
const digestAudienceSchema = z.strictObject({
  /** Owner of the endpoints that it is about; absent for the whole stack. */
  owner: z.string().optional(),
  /** E-mail addresses. */
  to: z.array(z.string()).min(1),
});
export type DigestAudience = z.infer<typeof digestAudienceSchema>;

/** The digests of a stack, as its functions need them. */
export const digestSettingsSchema = z.strictObject({
  /** Sender, a verified identity of SES; absent where the stack's topic delivers text. */
  from: z.string().optional(),
  whenQuiet: z.enum(quietDigests),
  audiences: z.array(digestAudienceSchema),
});
export type DigestSettings = z.infer<typeof digestSettingsSchema>;

/** The hour of each day at which a digest is sent. */
export const digestDefaults = { at: '07:00', timeZone: 'UTC', whenQuiet: 'line' } as const;
