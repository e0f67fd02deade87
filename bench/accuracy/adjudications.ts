import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Kind, kindFacts, kindNames } from './accuracyKinds';
import { agreed, differences } from './agreement';
import type { LabelTable } from './labelTable';
import { sampleOf } from './sampleOf';

const verdicts = ['right', 'wrong', 'definition'] as const;

/** Whether a finding of a kind is right of a document, whoever says it; `definition` where that depends on whom one asks. */
export type AdjudicatedVerdict = (typeof verdicts)[number];

/** Verdicts for the same reason. */
const groupSchema = z.strictObject({
  kind: z.enum(kindNames as [Kind, ...Kind[]]),
  verdict: z.enum(verdicts),
  why: z.string().min(20),
  /** Drawn and judged after the rules had been mended for the others: what they say of the rules is not of our making. */
  heldOut: z.literal(true).optional(),
  documents: z.array(z.string()).nonempty(),
});

export interface Adjudication {
  readonly document: string;
  readonly kind: Kind;
  readonly verdict: AdjudicatedVerdict;
  readonly why: string;
  readonly heldOut?: true | undefined;
}

const adjudicationsFile = join(__dirname, 'adjudications.yaml');

/** Reads the verdicts; throws where the file is not of its form or judges the same twice. */
export function readAdjudications(text = readFileSync(adjudicationsFile, 'utf8')): readonly Adjudication[] {
  const read = z
    .array(groupSchema)
    .parse(parse(text))
    .flatMap(({ documents, ...group }) => documents.map((document) => ({ document, ...group })));
  const seen = new Set<string>();
  for (const { kind, document } of read) {
    const key = `${kind} of ${document}`;
    if (seen.has(key)) throw new Error(`adjudications.yaml judges ${key} twice`);
    seen.add(key);
  }
  return read;
}

/**
 * Documents that have to be adjudicated for a kind: every one that somebody has a finding in, or a sample of those on
 * which this pack and a peer differ, and a third as many on which they agree.
 */
export function toAdjudicate(table: LabelTable, kind: Kind): readonly string[] {
  const { adjudicated } = kindFacts(kind);
  const [differing, agreeing] = [differences(table, kind), agreed(table, kind)];
  if (adjudicated === 'all') return [...differing, ...agreeing];
  return [...sampleOf(kind, differing, adjudicated), ...sampleOf(kind, agreeing, Math.round(adjudicated / 3))];
}
