import { andMore } from '../../contract/andMore';
import { rowsOf } from './distributions';
import { unexplainedShare } from './featureChange';
import { type Hypothesis, type Pattern, percent, quoted, shown } from './hypothesis';

/** Smaller groups may be missing by chance. */
const minimumShare = 0.05;
/** Part of a group's rows that may be left. */
const maximumLeft = 0.1;
/** Larger changes are another fault: few clients send most rows. */
const maximumShare = 0.75;
const maximumGone = 3;
const minimumFit = 0.7;
/** Part of the other features' change that a missing group is taken to explain. */
const explainedElsewhere = 0.8;
const listedValues = 3;

/** Categories that vanished while the others kept their proportions; rows of the group also move other features. */
export const clientGone: Pattern = (changes) =>
  changes.flatMap((change): Hypothesis[] => {
    const { name, values, moved } = change;
    if (moved === 0 || values?.kind !== 'category') return [];
    const { before, after } = values;
    const [rowsBefore, rowsAfter] = [rowsOf(before), rowsOf(after)];
    const gone = [...before].filter(([value, rows]) => {
      const share = rows / rowsBefore;
      return share >= minimumShare && (after.get(value) ?? 0) / rowsAfter <= maximumLeft * share;
    });
    const share = gone.reduce((sum, [, rows]) => sum + rows, 0) / rowsBefore;
    if (gone.length === 0 || gone.length > maximumGone || share > maximumShare) return [];
    const left = new Map([...before].filter(([value]) => !gone.some(([missing]) => missing === value)));
    const fit = left.size < 2 ? 0 : 1 - unexplainedShare(change, { ...values, before: left });
    if (fit < minimumFit) return [];
    const others = changes.filter((other) => other !== change && other.moved > 0 && !other.isTypeChanged);
    const elsewhere = others.reduce((sum, other) => sum + other.moved, 0) * explainedElsewhere;
    const listed = andMore(
      gone.map(([value]) => quoted(value)),
      listedValues,
    );
    const evidence = `Rows with ${listed} in ${shown(name)}, ${percent(share)} of the baseline, are missing; the other categories kept their proportions.`;
    return [{ cause: 'client-gone', features: [name], explained: moved * fit + elsewhere, specificity: 0.9, evidence }];
  });
