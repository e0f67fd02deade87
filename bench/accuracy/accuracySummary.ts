import { type Kind, kindNames } from './accuracyKinds';
import { type Adjudication, toAdjudicate } from './adjudications';
import { type Agreement, agreements } from './agreement';
import { type Labeller, type LabelTable, labellers } from './labelTable';
import { type Score, scores } from './scores';

export interface Versions {
  readonly moto: string;
  readonly cloudsplaining: string;
  readonly parliament: string;
  /** Date of the pack's action table. */
  readonly actionTable: string;
}

/** All figures of docs/policy/accuracy.md. */
export interface AccuracySummary {
  /** Day on which the labels were made, UTC. */
  readonly date: string;
  readonly versions: Versions;
  readonly documents: number;
  /** Documents that each labeller has a finding of the kind in. */
  readonly said: Readonly<Record<Kind, Readonly<Record<Labeller, number>>>>;
  readonly agreement: {
    readonly ownAndCloudsplaining: Readonly<Record<Kind, Agreement>>;
    readonly ownAndParliament: Readonly<Record<Kind, Agreement>>;
    readonly peers: Readonly<Record<Kind, Agreement>>;
  };
  readonly adjudications: {
    readonly documents: number;
    /** How many documents had to be adjudicated, and how many were, by kind. */
    readonly byKind: Readonly<Record<Kind, { readonly asked: number; readonly given: number }>>;
    readonly scores: Readonly<Record<Labeller, Readonly<Record<Kind, Score>>>>;
    /** Of those that were drawn and judged after the last change of a rule. */
    readonly heldOut: Readonly<Record<Labeller, Readonly<Record<Kind, Score>>>>;
    /** The pack's when the documents spell out the account and region. */
    readonly rewritten: Readonly<Record<Kind, Score>>;
  };
}

export function accuracySummary(
  date: string,
  versions: Versions,
  table: LabelTable,
  adjudications: readonly Adjudication[],
  rewritten: AccuracySummary['adjudications']['rewritten'],
): AccuracySummary {
  const resourcesOfKind = <T>(make: (kind: Kind) => T) =>
    Object.fromEntries(kindNames.map((kind) => [kind, make(kind)])) as Record<Kind, T>;
  const ofLabellers = <T>(make: (labeller: Labeller) => T) =>
    Object.fromEntries(labellers.map((labeller) => [labeller, make(labeller)])) as Record<Labeller, T>;
  return {
    date,
    versions,
    documents: table.size,
    said: resourcesOfKind((kind) =>
      ofLabellers((labeller) => [...table.values()].filter((labels) => labels[kind][labeller] === 'y').length),
    ),
    agreement: {
      ownAndCloudsplaining: agreements(table, 'own', 'cloudsplaining'),
      ownAndParliament: agreements(table, 'own', 'parliament'),
      peers: agreements(table, 'cloudsplaining', 'parliament'),
    },
    adjudications: {
      documents: adjudications.length,
      byKind: resourcesOfKind((kind) => {
        const judged = new Set(
          adjudications.filter((adjudication) => adjudication.kind === kind).map(({ document }) => document),
        );
        const asked = toAdjudicate(table, kind);
        return { asked: asked.length, given: asked.filter((document) => judged.has(document)).length };
      }),
      scores: ofLabellers((labeller) => scores(table, adjudications, labeller)),
      heldOut: ofLabellers((labeller) =>
        scores(
          table,
          adjudications.filter(({ heldOut }) => heldOut),
          labeller,
        ),
      ),
      rewritten,
    },
  };
}
