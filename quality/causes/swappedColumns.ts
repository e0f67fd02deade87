import { compareValues, type FeatureChange, unexplainedShare } from './featureChange';
import { type Hypothesis, type Pattern, percent, shown } from './hypothesis';

/** Part of each column's change that must be explained. */
const minimumFit = 0.7;

/** Two columns each of which looks like the other one in the baseline. */
export const swappedColumns: Pattern = (changes) => {
  const moved = changes.filter((change) => change.moved > 0);
  return moved.flatMap((first, i) => moved.slice(i + 1).flatMap((second) => swapped(first, second)));
};

function swapped(first: FeatureChange, second: FeatureChange): Hypothesis[] {
  const fits = [fitOf(first, second), fitOf(second, first)] as const;
  if (Math.min(...fits) < minimumFit) return [];
  const explained = first.moved * fits[0] + second.moved * fits[1];
  const evidence = `${shown(first.name)} has the values that ${shown(second.name)} has in the baseline, and the reverse; this explains ${percent(explained / (first.moved + second.moved))} of their change.`;
  return [{ cause: 'swapped-columns', features: [first.name, second.name], explained, specificity: 1, evidence }];
}

/** How well the values of a column are those of another one in the baseline, 0..1. */
function fitOf(change: FeatureChange, other: FeatureChange): number {
  const predicted = other.before && change.after && compareValues(other.before, change.after);
  return predicted ? 1 - unexplainedShare(change, predicted) : 0;
}
