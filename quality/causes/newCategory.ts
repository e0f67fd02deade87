import { andMore } from '../../contract/andMore';
import { rowsOf } from './distributions';
import { type FeatureChange, unexplainedShare } from './featureChange';
import { type Hypothesis, type Pattern, percent, quoted, shown } from './hypothesis';

/** A baseline may lack rare categories by chance. */
const minimumShare = 0.02;
const listedValues = 3;

/** Categories that the baseline lacks. */
export const newCategory: Pattern = (changes) =>
  changes.flatMap((change): Hypothesis[] => {
    const { name, values, moved } = change;
    if (moved === 0 || values?.kind !== 'category') return [];
    const { before, after } = values;
    const unseen = [...after].filter(([value]) => !before.has(value)).sort(([, a], [, b]) => b - a);
    const share = unseen.reduce((sum, [, rows]) => sum + rows, 0) / rowsOf(after);
    if (share < minimumShare) return [];
    const fit = 1 - unexplainedShare(change, { ...values, before: withUnseen(before, new Map(unseen), share) });
    const renamed = isRespelled(
      change,
      unseen.map(([value]) => value),
    );
    const listed = andMore(
      unseen.map(([value]) => quoted(value)),
      listedValues,
    );
    const hint = renamed ? ' They differ from known ones in case or spaces only.' : '';
    const evidence = `${percent(share)} of the rows have a category in ${shown(name)} that the baseline lacks: ${listed}.${hint}`;
    // A rename takes rows from some categories only, so that their mix is not as before.
    const explained = Math.min(moved, Math.max(moved * fit, share));
    return [{ cause: 'new-category', features: [name], explained, specificity: 1, evidence }];
  });

function withUnseen(before: ReadonlyMap<string, number>, unseen: ReadonlyMap<string, number>, share: number) {
  const [known, added] = [rowsOf(before), rowsOf(unseen)];
  const kept = [...before].map(([value, rows]) => [value, ((1 - share) * rows) / known] as const);
  return new Map([...kept, ...[...unseen].map(([value, rows]) => [value, (share * rows) / added] as const)]);
}

function isRespelled({ values }: FeatureChange, unseen: readonly string[]): boolean {
  if (values?.kind !== 'category') return false;
  const plain = (value: string) => value.trim().toLowerCase();
  const known = new Set([...values.before.keys()].map(plain));
  return unseen.length > 0 && unseen.every((value) => known.has(plain(value)));
}
