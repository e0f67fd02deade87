import type { Persistence } from '../../contract/calibration';
import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { countEpisodes, type Limits } from '../../quality/calibrated/alarmEpisodes';
import { judgeWindow } from '../../quality/calibrated/judgeWindow';
import { suggestConstraints } from '../../quality/constraints/suggestConstraints';
import { featureDrift } from '../../quality/drift/featureDrift';
import { type Peer, peerScores, peers } from './peerScores';
import type { JudgedFeatures, TestCases } from './testCases';

/** The rules of the table: by their own limits, and with limits raised until the weeks before the baseline keep the budget. */
export const ruleNames = ['calibrated', 'exact', ...peers] as const;
export type RuleName = (typeof ruleNames)[number];

/** The scores that a rule gives to a test's windows. */
export interface ScoredTest {
  readonly limits: Limits;
  readonly persistence: Persistence;
  /** The score that one of as many windows as the history has reaches; undefined if scores are distances. */
  readonly usualScore?: number | undefined;
  readonly earlier: readonly number[];
  readonly clean: readonly number[];
  readonly faults: readonly (readonly number[])[];
  readonly drawn: readonly (readonly number[])[];
}

/** Scores the windows of a data set's tests. Undefined for a peer without a Python environment; `cache` keeps its scores. */
export function scoreTests(rule: RuleName, tests: readonly TestCases[], cache: string): ScoredTest[] | undefined {
  if (rule === 'calibrated') return tests.map(scoreByCalibration);
  if (rule === 'exact') return tests.map((test) => assemble(test, windowsOf(test).map(exactScore(test)), fromOne));
  return scoreByPeer(rule, tests, cache);
}

const fromOne = { limits: { unusual: 1, extreme: 1 }, persistence: { unusual: 1, of: 1 } };

function scoreByCalibration(test: TestCases): ScoredTest {
  const { calibration, weekCounts } = test;
  const scores = windowsOf(test, test.drawnFromReference).map(({ from, rows, features }) => {
    const byName = new Map(features.map((feature) => [feature.name, feature]));
    return judgeWindow(calibration, { from, rows, featureOf: (name) => byName.get(name), weeks: weekCounts }).score;
  });
  return { ...assemble(test, scores, calibration), usualScore: Math.log(calibration.history.windows + 1) };
}

function scoreByPeer(peer: Peer, tests: readonly TestCases[], cache: string): ScoredTest[] | undefined {
  const scores = peerScores(
    peer,
    tests.map((test) => ({ ...test, windows: windowsOf(test) })),
    cache,
  );
  return scores && tests.map((test, i) => assemble(test, scores[i] ?? [], fromOne));
}

/** Model Monitor's rule with its default threshold: the highest distance of a feature, in thresholds. */
function exactScore({ baseline }: TestCases): (window: JudgedFeatures) => number {
  const limits = suggestConstraints(baseline).monitoring_config.distribution_constraints;
  const byName = new Map(baseline.features.map((feature) => [feature.name, feature]));
  const ratioOf = (current: FeatureStatistics) => {
    const reference = byName.get(current.name);
    const drift = reference && featureDrift(reference, current, limits);
    if (!drift) return 0;
    // The container alarms above the threshold, not at it.
    return drift.distance > drift.threshold ? Math.max(1, drift.distance / drift.threshold) : notAbove(drift);
  };
  return ({ features }) => Math.max(0, ...features.map(ratioOf));
}

const notAbove = ({ distance, threshold }: { distance: number; threshold: number }) =>
  Math.min(distance / threshold, 1 - Number.EPSILON);

/** All windows of a test, in one order. */
function windowsOf({ earlier, clean, faults, drawn }: TestCases, drawnWindows = drawn): JudgedFeatures[] {
  return [...earlier, ...clean, ...faults.flatMap(({ windows }) => windows), ...drawnWindows.flat()];
}

/** Takes the scores of `windowsOf` apart again. */
function assemble(
  { earlier, clean, faults, drawn }: TestCases,
  scores: readonly number[],
  { limits, persistence }: Pick<ScoredTest, 'limits' | 'persistence'>,
): ScoredTest {
  let at = 0;
  const take = ({ length }: readonly unknown[]) => {
    at += length;
    return scores.slice(at - length, at);
  };
  return {
    limits,
    persistence,
    earlier: take(earlier),
    clean: take(clean),
    faults: faults.map(({ windows }) => take(windows)),
    drawn: drawn.map(take),
  };
}

/**
 * The same scores under the lowest limit, of at least the rule's own, from which on earlier windows raise at most some episodes.
 * A lower one can have few episodes too, because a rule that is always in alarm has one.
 */
export function raiseLimits(scored: ScoredTest, allowed: number): ScoredTest {
  const own = scored.limits.extreme;
  const candidates = [own, ...new Set(scored.earlier.filter((score) => score > own))].sort((a, b) => b - a);
  let limit = (candidates[0] ?? own) * (1 + 1e-9);
  for (const candidate of candidates) {
    if (countEpisodes(scored.earlier.map((score) => score >= candidate)) > allowed) break;
    limit = candidate;
  }
  return { ...scored, limits: { unusual: limit, extreme: limit } };
}
