import { andMore } from '../../contract/andMore';
import { type Hypothesis, type Pattern, percent, shown } from './hypothesis';
import { takenOver } from './stuckValue';

/** A feature, and the share of its rows that lost their value. */
interface Loss {
  readonly name: string;
  readonly share: number;
  readonly moved: number;
}

/** Shares of rows that differ by less are those of the same rows. */
const tolerance = 0.04;
const listedFeatures = 8;

/** Several columns that miss the same share of rows, and single ones that miss some. */
export const lostValues: Pattern = (changes) => {
  const losses = changes.flatMap(({ name, missing }): Loss[] => {
    const share = (missing.after - missing.before) / (1 - missing.before);
    return missing.moved > 0 ? [{ name, share, moved: missing.moved }] : [];
  });
  return groupByShare(losses).map((group): Hypothesis => {
    const features = group.map(({ name }) => name);
    const [{ share } = { share: 0 }] = group;
    const explained = group.reduce((sum, { moved }) => sum + moved, 0);
    return group.length > 1
      ? {
          cause: 'lost-join',
          features,
          explained,
          specificity: 1,
          evidence: `${andMore(features.map(shown), listedFeatures)} lost their values in the same share of rows, about ${percent(share)}.`,
        }
      : {
          cause: 'missing-field',
          features,
          explained,
          specificity: 0.95,
          evidence: `${shown(features.join())} lost its values in about ${percent(share)} of the rows; no other column lost as many.`,
        };
  });
};

/** A join that fills what it misses with a default: several columns in which one value took over the same share of rows. */
export const filledJoin: Pattern = (changes) => {
  const losses = changes.flatMap((change): Loss[] => {
    const taken = takenOver(change);
    return taken && change.values?.kind === 'numeric'
      ? [{ name: change.name, share: taken.share, moved: change.moved * taken.fit }]
      : [];
  });
  return groupByShare(losses)
    .filter((group) => group.length > 1)
    .map((group) => {
      const features = group.map(({ name }) => name);
      const share = group[0]?.share ?? 0;
      return {
        cause: 'lost-join',
        features,
        explained: group.reduce((sum, { moved }) => sum + moved, 0),
        specificity: 0.9,
        evidence: `One value took over the same share of rows, about ${percent(share)}, in each of ${andMore(features.map(shown), listedFeatures)}.`,
      };
    });
};

function groupByShare(losses: readonly Loss[]): Loss[][] {
  const groups: Loss[][] = [];
  for (const loss of [...losses].sort((a, b) => b.share - a.share)) {
    const group = groups.at(-1);
    if (group && (group[0]?.share ?? 0) - loss.share < tolerance) group.push(loss);
    else groups.push([loss]);
  }
  return groups;
}
