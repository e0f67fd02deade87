import * as z from 'zod';
import { causeNames } from './likelyCause';
import type { Problem } from './problem';

/** An entry of a team's catalogue. */
export const runbookSchema = z
  .strictObject({
    /** What it applies to; all of those that are set must hold. */
    cause: z.enum(causeNames).optional(),
    check: z.string().min(1).optional(),
    feature: z.string().min(1).optional(),
    /** In order. */
    steps: z.array(z.string().min(1).max(1_000)).min(1).max(20),
    /** Page with more. */
    link: z.url({ protocol: /^https$/ }).optional(),
  })
  .refine(({ cause, check, feature }) => cause !== undefined || check !== undefined || feature !== undefined, {
    error: 'set at least one of cause, check and feature',
  });

const catalogueSchema = z.strictObject({ runbooks: z.array(runbookSchema).min(1) });

export type Runbook = z.infer<typeof runbookSchema>;

/** Parses a catalogue of runbooks. Every cause must have an entry that applies whatever the check and the feature. */
export function parseRunbooks(document: unknown): { runbooks: readonly Runbook[]; problems: Problem[] } {
  const { success, data, error } = catalogueSchema.safeParse(document);
  if (!success) {
    return {
      runbooks: [],
      problems: error.issues.map(({ path, message }) => ({ path: path.map(String), text: message })),
    };
  }
  const general = data.runbooks.filter(({ check, feature }) => check === undefined && feature === undefined);
  const missing = causeNames.filter((cause) => !general.some((runbook) => runbook.cause === cause));
  const problems = missing.map((cause) => ({ path: ['runbooks'], text: `no entry for cause ${cause} alone; add one` }));
  return { runbooks: data.runbooks, problems };
}

/** What an incident is about. */
interface Situation {
  readonly causes: readonly { readonly cause: string }[];
  readonly checkTypes: readonly string[];
  readonly features: readonly string[];
}

/** The runbooks for an incident: those for its most likely cause first, then the most specific. */
export function selectRunbooks(runbooks: readonly Runbook[], { causes, checkTypes, features }: Situation): Runbook[] {
  const rank = ({ cause }: Runbook) => causes.findIndex((likely) => likely.cause === cause);
  const specificity = ({ check, feature }: Runbook) => Number(check !== undefined) + Number(feature !== undefined);
  return runbooks
    .filter(
      (runbook) =>
        (runbook.cause === undefined || rank(runbook) >= 0) &&
        (runbook.check === undefined || checkTypes.includes(runbook.check)) &&
        (runbook.feature === undefined || features.includes(runbook.feature)),
    )
    .sort((a, b) => {
      const [first, second] = [rank(a), rank(b)].map((place) => (place < 0 ? causes.length : place));
      return (first ?? 0) - (second ?? 0) || specificity(b) - specificity(a);
    });
}
