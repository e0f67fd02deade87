import type { PlainObject } from '../../policy/pack/propertyValue';
import { type Kind, kindNames } from './accuracyKinds';
import type { Adjudication } from './adjudications';
import type { KindLabels, LabelTable } from './labelTable';
import { ownLabels } from './ownLabels';
import { type Score, scores } from './scores';
import { spellOutAccount } from './spellOutAccount';

/** The pack's scores when the adjudicated documents spell out the account and region. */
export function rewrittenScores(
  documents: Readonly<Record<string, PlainObject>>,
  adjudications: readonly Adjudication[],
): Readonly<Record<Kind, Score>> {
  const names = [...new Set(adjudications.map(({ document }) => document))];
  const table: LabelTable = new Map(
    names.map((name) => {
      const own = ownLabels(name, spellOutAccount(documents[name] ?? {}));
      const labels = kindNames.map((kind) => [kind, { own: own[kind].label, cloudsplaining: '-', parliament: '-' }]);
      return [name, Object.fromEntries(labels) as Record<Kind, KindLabels>];
    }),
  );
  return scores(table, adjudications, 'own');
}
