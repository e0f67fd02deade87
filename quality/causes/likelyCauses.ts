import { andMore } from '../../contract/andMore';
import type { LikelyCause } from '../../contract/likelyCause';
import { rejectedCheckType, type Statistics } from '../../contract/modelMonitorFiles';
import type { BrokenPromise } from '../../contract/windowSummary';
import { clientGone } from './clientGone';
import { distanceOf, type FeatureChange, featureChanges } from './featureChange';
import { figure, type Hypothesis, type Pattern, shown } from './hypothesis';
import { filledJoin, lostValues } from './lostValues';
import { newCategory } from './newCategory';
import { stuckValue } from './stuckValue';
import { swappedColumns } from './swappedColumns';
import { unitChange } from './unitChange';

const typeChange: Pattern = (changes) =>
  changes
    .filter(({ isTypeChanged }) => isTypeChanged)
    .map(({ name, moved, before }) => ({
      cause: 'type-change',
      features: [name],
      explained: moved,
      specificity: 0.9,
      evidence: `${shown(name)} has ${before?.kind === 'numeric' ? 'texts; the baseline has numbers' : 'numbers; the baseline has texts'}.`,
    }));

const listedFeatures = 5;

/** Explains any change of values that no pattern explains, and is therefore the least specific. */
function populationShift(changes: readonly FeatureChange[], explained: ReadonlySet<string>): Hypothesis[] {
  const moved = changes
    .filter((change) => change.moved > 0 && change.values && !explained.has(change.name))
    .sort((a, b) => b.moved - a.moved);
  if (moved.length === 0) return [];
  const distances = moved.map(({ name, values }) => `${shown(name)} (${values ? figure(distanceOf(values)) : ''})`);
  return [
    {
      cause: 'population-shift',
      features: moved.map(({ name }) => name),
      explained: moved.reduce((sum, change) => sum + change.moved, 0),
      specificity: 0.15,
      evidence: `Distributions moved beyond chance, by distance: ${andMore(distances, listedFeatures)}.`,
    },
  ];
}

/** Patterns of causes; each is found in numbers alone. */
const patterns: readonly Pattern[] = [
  unitChange,
  stuckValue,
  lostValues,
  filledJoin,
  newCategory,
  swappedColumns,
  clientGone,
  typeChange,
];

/** Checks of a window as a whole, which show their cause themselves. */
const wholeWindowCauses: Readonly<Record<string, LikelyCause['cause']>> = {
  missing_column_check: 'columns-changed',
  extra_column_check: 'columns-changed',
  [rejectedCheckType]: 'unreadable-bodies',
};

/** Causes that a summary and an incident name. */
const listedCauses = 5;
/** Less likely ones are not named. */
const minimumScore = 0.05;

/**
 * Ranks the causes that may explain why a window breaks promises, by the numbers of its report and of the baseline. Each
 * cause predicts how distributions change; its score is the share of the whole change that it explains, times how
 * specific its pattern is.
 */
export function likelyCauses(args: {
  readonly baseline: Statistics;
  readonly current: Statistics;
  readonly brokenPromises: readonly BrokenPromise[];
}): LikelyCause[] {
  const changes = featureChanges(args.baseline, args.current);
  const total = changes.reduce((sum, { moved, missing }) => sum + moved + missing.moved, 0);
  const specific = patterns.flatMap((pattern) => pattern(changes));
  const explained = new Set(specific.flatMap(({ features }) => features));
  const hypotheses = [...specific, ...populationShift(changes, explained)];
  const ranked = [...hypotheses.map((hypothesis) => scored(hypothesis, total)), ...ofWholeWindow(args.brokenPromises)]
    .filter(({ score }) => score >= minimumScore)
    .sort((a, b) => b.score - a.score);
  return ranked.slice(0, listedCauses);
}

function scored({ cause, features, explained, specificity, evidence }: Hypothesis, total: number): LikelyCause {
  const score = Math.min(1, (explained / total) * specificity);
  return { cause, features: [...features], score: Number(score.toFixed(3)), evidence };
}

function ofWholeWindow(brokenPromises: readonly BrokenPromise[]): LikelyCause[] {
  return brokenPromises.flatMap(({ check, description }) => {
    const cause = wholeWindowCauses[check];
    return cause === undefined ? [] : [{ cause, features: [], score: 1, evidence: description }];
  });
}
