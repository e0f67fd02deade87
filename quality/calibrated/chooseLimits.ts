import type { Persistence } from '../../contract/calibration';
import { alarmsOf, countEpisodes, type Limits, levelOf } from './alarmEpisodes';
import { highestScore, tailOf, valueAt } from './tails';

interface Scope {
  /** Alarm episodes a week. */
  readonly budget: number;
  readonly weeks: number;
  /** The limits that windows of independent rows hardly ever reach. */
  readonly least: Limits;
}

/** Shares of the windows of independent rows that may reach the limits of extreme and of unusual windows. */
const drawnShares = { extreme: 0.0025, unusual: 0.05 } as const;

/** The least limits, from the scores of windows whose rows are drawn independently. */
export function leastLimits(drawn: readonly number[]): Limits {
  const descending = [...drawn].sort((a, b) => b - a);
  const above = (share: number) => descending[Math.floor(share * descending.length)] ?? 0;
  return { unusual: above(drawnShares.unusual), extreme: above(drawnShares.extreme) };
}

/**
 * The lowest limits under which past windows, each scored without its own week, raise fewer alarm episodes than the budget
 * allows. One episode more than was seen must fit the budget: that is the expected number after a count of past episodes
 * (the mean of a Poisson rate under a flat prior). Single extreme windows get half of the episodes where the rule has
 * another half to give. Where not even one episode fits, both limits lie above all that was seen.
 */
export function chooseLimits(scores: readonly number[], rule: Persistence, { budget, weeks, least }: Scope): Limits {
  const allowed = allowedEpisodes({ budget, weeks });
  if (allowed < 0) {
    const highest = scores.reduce((a, b) => Math.max(a, b), 0);
    const share = (budget * weeks) / 2 / Math.max(scores.length, 1);
    const limit = Math.min(
      highestScore,
      Math.max(least.extreme, highest * conservative, valueAt(share, tailOf(scores))),
    );
    return { unusual: limit, extreme: limit };
  }
  const lowest = lowestLimit(scores, rule.of === 1 ? allowed : Math.floor(allowed / 2), (limit) =>
    episodesAt(scores, rule, { unusual: limit, extreme: limit }),
  );
  const extreme = Math.min(highestScore, Math.max(lowest + adaptation.extreme, least.extreme));
  if (rule.of === 1) return { unusual: extreme, extreme };
  const unusual = lowestLimit(scores, allowed, (limit) => episodesAt(scores, rule, { unusual: limit, extreme }));
  return { unusual: Math.min(Math.max(unusual + adaptation.unusual, least.unusual), extreme), extreme };
}

/** Episodes that past windows may raise under a limit; below 0 for a history that is too short to show that a budget holds. */
export function allowedEpisodes({ budget, weeks }: Pick<Scope, 'budget' | 'weeks'>): number {
  return Math.floor(budget * margin * weeks) - 1;
}

/** Share of the budget that past windows may use: the weeks to come differ more from them than they do from each other. */
const margin = 0.5;

/**
 * Units of score that limits lie above what past windows allow: tails and limits rest on the same weeks, so new ones reach
 * beyond them more often.
 */
const adaptation = { extreme: 2, unusual: 0.5 } as const;

/** Factor above the highest score of a history that is too short for the budget. */
const conservative = 1.25;

/** The lowest score that as a limit raises at most some episodes; one unit above all scores where none does. */
function lowestLimit(scores: readonly number[], allowed: number, episodes: (limit: number) => number): number {
  const descending = [...new Set(scores)].sort((a, b) => b - a);
  let limit = Math.min(highestScore, (descending[0] ?? 0) + 1);
  for (const candidate of descending) {
    if (episodes(candidate) > allowed) return limit;
    limit = candidate;
  }
  return limit;
}

/** The number of alarm episodes of past windows under some limits. */
export function episodesAt(scores: readonly number[], rule: Persistence, limits: Limits): number {
  return countEpisodes(
    alarmsOf(
      scores.map((score) => levelOf(score, limits)),
      rule,
    ),
  );
}
