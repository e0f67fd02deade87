import * as z from 'zod';
import { type Cause, causeNames, type LikelyCause } from '../../contract/likelyCause';
import { type ChangedIncident, causesOfChange } from './change';

export const rankedCauseSchema = z.object({
  cause: z.enum(causeNames),
  /** Mean of its score over the windows, 0..1. */
  score: z.number(),
  features: z.array(z.string()),
  /** From the latest window that shows it. */
  evidence: z.string(),
  /** Number of windows that show it. */
  windows: z.int(),
});
type RankedCause = z.infer<typeof rankedCauseSchema>;

type CauseScores = Partial<Record<Cause, number>>;

interface ScoredReport {
  readonly window: string;
  readonly to?: string;
  readonly causes: CauseScores;
}

/** The score of each cause; of several hypotheses on one cause that of the most likely. */
export function causeScores(causes: readonly LikelyCause[]): CauseScores {
  const scores: CauseScores = {};
  for (const { cause, score } of causes) scores[cause] = Math.max(scores[cause] ?? 0, score);
  return scores;
}

/**
 * One entry per cause, by its mean score over the reports, with the evidence of the latest window; and those that follow
 * from changes just before. `found` are the causes of the report whose window begins at an instant.
 */
export function rankCauses(
  incident: ChangedIncident & { readonly causes: readonly RankedCause[] },
  found: readonly LikelyCause[],
  reports: readonly ScoredReport[],
  window: string,
): RankedCause[] {
  const known = new Map(incident.causes.map((entry) => [entry.cause, entry]));
  const isLatest = (cause: LikelyCause['cause']) =>
    !reports.some((report) => cause in report.causes && report.window > window);
  for (const { cause, features, evidence } of [...found].reverse()) {
    if (!known.has(cause) || isLatest(cause)) known.set(cause, { cause, score: 0, features, evidence, windows: 0 });
  }
  const ofWindows = [...known.values()].flatMap((entry) => {
    const scores = reports.flatMap(({ causes }) => causes[entry.cause] ?? []);
    const score = scores.reduce((sum, one) => sum + one, 0) / reports.length;
    return scores.length === 0 ? [] : [{ ...entry, score: Number(score.toFixed(3)), windows: scores.length }];
  });
  return [...ofWindows, ...causesOfChange({ ...incident, reports })].sort(
    (a, b) => b.score - a.score || a.cause.localeCompare(b.cause),
  );
}
