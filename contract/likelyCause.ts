import * as z from 'zod';

/** Causes of an incident, each with what it means. The last two follow from changes, the others from a window's numbers. */
export const causes = {
  'unit-change': 'values arrive in another unit: their location moved by a constant factor',
  'stuck-value': 'one value is repeated, such as a default or the last reading',
  'lost-join': 'a join or lookup fails: several columns miss the same share of rows',
  'missing-field': 'one field is no longer sent in some or all rows',
  'new-category': 'a category is new, or spelled differently',
  'swapped-columns': 'two columns arrive in the place of each other',
  'client-gone': 'rows of one group are missing, the others are as before',
  'type-change': 'numbers arrive as text, or text as numbers',
  'columns-changed': 'columns were added or removed',
  'unreadable-bodies': 'bodies cannot be read in the form that the schema describes',
  'population-shift': 'distributions changed in no pattern of a fault: season, campaign, new population',
  deployment: 'a model, a baseline or settings took effect just before',
  'capture-stopped': 'capture stopped or lost most requests, so that few rows stand for all',
} as const;

export type Cause = keyof typeof causes;
export const causeNames = Object.keys(causes) as [Cause, ...Cause[]];

export const likelyCauseSchema = z.strictObject({
  cause: z.enum(causeNames),
  /** Features that show it; empty for a window as a whole. */
  features: z.array(z.string()),
  /** Share of the window's change that the cause explains, weighted by how specific its pattern is; 0..1. */
  score: z.number().min(0).max(1),
  /** Numbers that show it, in one sentence. */
  evidence: z.string(),
});
export type LikelyCause = z.infer<typeof likelyCauseSchema>;
