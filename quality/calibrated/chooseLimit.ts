import type { Persistence } from '../../contract/calibration';
import { alarmsOf, countEpisodes } from './alarmEpisodes';
import { highestScore, tailOf } from './tails';

/**
 * The least limit under which past windows, each scored without its own week, raise fewer alarm episodes than the budget
 * allows. One episode more than was seen must fit the budget: that is the expected number after a count of past episodes
 * (the mean of a Poisson rate under a flat prior). Where even none fits, the limit is the score that the tail puts at half
 * the budget.
 */
export function chooseLimit(
  scores: readonly number[],
  rule: Persistence,
  { budget, weeks }: { readonly budget: number; readonly weeks: number },
): number {
  const allowed = Math.floor(budget * margin * weeks) - 1;
  const descending = [...new Set(scores)].sort((a, b) => b - a);
  const highest = descending[0] ?? 0;
  if (allowed < 0) {
    return Math.min(highestScore, Math.max(highest * conservative, scoreAt(scores, { budget: budget / 2, weeks })));
  }
  // Above all that was seen, by the mean excess of the tail.
  let limit = Math.min(highestScore, highest + tailOf(scores).excess);
  for (const candidate of descending) {
    if (episodesAt(scores, rule, candidate) > allowed) return limit;
    limit = candidate;
  }
  return limit;
}

/** Share of the budget that past windows may use: the weeks to come differ more from them than they do from each other. */
const margin = 0.75;

/** Factor above the highest score of a history that is too short for the budget. */
const conservative = 1.25;

/** The number of alarm episodes of past windows under a limit. */
export function episodesAt(scores: readonly number[], rule: Persistence, limit: number): number {
  return countEpisodes(
    alarmsOf(
      scores.map((score) => score >= limit),
      rule,
    ),
  );
}

/** The score that windows reach as often as a budget of single windows allows, by their tail. */
function scoreAt(scores: readonly number[], { budget, weeks }: { readonly budget: number; readonly weeks: number }) {
  const { q90, excess } = tailOf(scores);
  const share = (budget * weeks) / Math.max(scores.length, 1);
  return q90 + excess * Math.max(0, -Math.log(Math.min(1, share)) + Math.log(0.1));
}
