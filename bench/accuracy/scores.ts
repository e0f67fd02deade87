import { type Kind, kindNames } from './accuracyKinds';
import type { AdjudicatedVerdict, Adjudication } from './adjudications';
import type { Label, Labeller, LabelTable } from './labelTable';

/** How right a labeller is on adjudicated documents. */
export interface Score {
  /** Says it, and it is right. */
  readonly found: number;
  /** Says it, and it is wrong. */
  readonly falseAlarms: number;
  /** Doesn't say it, though it is right. */
  readonly missed: number;
  /** Doesn't say it, and it would be wrong. */
  readonly rightlySilent: number;
  /** Matters of definition, and what it did not judge: counted nowhere else. */
  readonly undecided: number;
  /** Share of what it says that is right; undefined where it says nothing. */
  readonly precision: number | undefined;
  /** Share of what is right that it says; undefined where nothing is. */
  readonly recall: number | undefined;
}

export function scoreOf(pairs: readonly (readonly [label: Label, verdict: AdjudicatedVerdict])[]): Score {
  const count = (label: Label, verdict: AdjudicatedVerdict) =>
    pairs.filter((pair) => pair[0] === label && pair[1] === verdict).length;
  const [found, falseAlarms] = [count('y', 'right'), count('y', 'wrong')];
  const [missed, rightlySilent] = [count('n', 'right'), count('n', 'wrong')];
  return {
    found,
    falseAlarms,
    missed,
    rightlySilent,
    undecided: pairs.length - found - falseAlarms - missed - rightlySilent,
    precision: share(found, falseAlarms),
    recall: share(found, missed),
  };
}

function share(part: number, rest: number): number | undefined {
  return part + rest === 0 ? undefined : part / (part + rest);
}

/** A labeller's score on each kind. */
export function scores(
  table: LabelTable,
  adjudications: readonly Adjudication[],
  labeller: Labeller,
): Readonly<Record<Kind, Score>> {
  const entries = kindNames.map((kind) => {
    const own = adjudications.filter((each) => each.kind === kind);
    const pairs = own.flatMap(({ document, verdict }) => {
      const label = table.get(document)?.[kind][labeller];
      return label === undefined ? [] : [[label, verdict] as const];
    });
    return [kind, scoreOf(pairs)];
  });
  return Object.fromEntries(entries);
}
