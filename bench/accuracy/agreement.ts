import { type Kind, kindNames } from './accuracyKinds';
import type { Label, Labeller, LabelTable } from './labelTable';

/** How two labellers compare on one kind; counts of documents that both judged. */
export interface Agreement {
  readonly both: number;
  /** Only the second labeller has the finding. */
  readonly misses: number;
  /** Only the first labeller has the finding. */
  readonly extras: number;
  readonly neither: number;
  /** Documents that one of them did not judge. */
  readonly notJudged: number;
  /**
   * Cohen's kappa: 1 where they always agree, 0 where they agree as often as by chance; undefined where one of them
   * always has the same label (J. Cohen, A coefficient of agreement for nominal scales, 1960).
   */
  readonly kappa: number | undefined;
}

/** Compares pairs of labels, the first labeller's and the second's. */
export function agreementOf(pairs: readonly (readonly [first: Label, second: Label])[]): Agreement {
  const count = (text: string) => pairs.filter((pair) => pair.join('') === text).length;
  const [both, misses, extras, neither] = [count('yy'), count('ny'), count('yn'), count('nn')];
  const judged = both + misses + extras + neither;
  return {
    both,
    misses,
    extras,
    neither,
    notJudged: pairs.length - judged,
    kappa: kappa(both, misses, extras, neither),
  };
}

function kappa(both: number, misses: number, extras: number, neither: number): number | undefined {
  const judged = both + misses + extras + neither;
  const [first, second] = [both + extras, both + misses];
  const byChance = (first * second + (judged - first) * (judged - second)) / judged ** 2;
  return judged === 0 || byChance === 1 ? undefined : ((both + neither) / judged - byChance) / (1 - byChance);
}

/** Compares two labellers on each kind. */
export function agreements(table: LabelTable, first: Labeller, second: Labeller): Readonly<Record<Kind, Agreement>> {
  const entries = kindNames.map((kind) => {
    const pairs = [...table.values()].map((byKind) => [byKind[kind][first], byKind[kind][second]] as const);
    return [kind, agreementOf(pairs)];
  });
  return Object.fromEntries(entries);
}

/** Documents in which this pack and a peer have a finding of a kind, and no peer has none. */
export function agreed(table: LabelTable, kind: Kind): readonly string[] {
  const differing = new Set(differences(table, kind));
  return [...table].flatMap(([document, { [kind]: labels }]) => {
    const shared = labels.own === 'y' && (labels.cloudsplaining === 'y' || labels.parliament === 'y');
    return shared && !differing.has(document) ? [document] : [];
  });
}

/** Documents on which this pack and a peer differ, of one kind. */
export function differences(table: LabelTable, kind: Kind): readonly string[] {
  return [...table].flatMap(([document, { [kind]: labels }]) => {
    const other = labels.own === 'y' ? 'n' : 'y';
    return labels.cloudsplaining === other || labels.parliament === other ? [document] : [];
  });
}
