import { diffBaselines } from '../../../quality/baseline/diffBaselines';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';
import { columnStatistics } from '../../../quality/profile/columnStatistics';
import { measureTask } from '../../measure';

const [features, rows] = [500, 20_000];

/** One feature's statistics, under many names. */
function baseline(shift: number) {
  const values = Array.from({ length: rows }, (_, i) => String(((i * 7919) % 20_011) / 8 + shift));
  const { statistics } = columnStatistics('x', values);
  const file = {
    version: 0 as const,
    dataset: { item_count: rows },
    features: Array.from({ length: features }, (_, i) => ({ ...structuredClone(statistics), name: `f${i}` })),
  };
  return { statistics: file, constraints: suggestConstraints(file) };
}

const [before, after] = [baseline(0), baseline(1)];
// Once to warm up, as it is in a process that has just derived one of them.
diffBaselines(before, after);

/** Compares two baselines of 500 numeric features, each with a full sketch. */
void measureTask(() => {
  const { features: found } = diffBaselines(before, after);
  if (found.some(({ drift }) => drift === undefined)) throw new Error('a feature was not compared');
});
