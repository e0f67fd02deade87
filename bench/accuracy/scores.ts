import { type Kind, kindNames } from './accuracyKinds';
import type { AdjudicatedVerdict, Adjudication } from './adjudications';
import type { Label, Labeller, LabelTable } from './labelTable';

/** How right a labeller is on adjudicated documents. */
export interface Score {
  /** It is reported, and right. */
  readonly found: number;
  /** It is reported, and wrong. */
  readonly falseAlarms: number;
  /** It is not reported, although it would be right. */
  readonly missed: number;
  /** It is not reported, and would be wrong. */
  readonly rightlySilent: number;
  /** Matters of definition and documents without a label; not in the other counts. */
  readonly undecided: number;
  /** Share of reported findings that are right; undefined without reported findings. */
  readonly precision: number | undefined;
  /** Share of right findings that are reported; undefined without right findings. */
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
    const own = adjudications.filter((adjudication) => adjudication.kind === kind);
    const pairs = own.flatMap(({ document, verdict }) => {
      const label = table.get(document)?.[kind][labeller];
      return label === undefined ? [] : [[label, verdict] as const];
    });
    return [kind, scoreOf(pairs)];
  });
  return Object.fromEntries(entries);
}
