import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { type Kind, kindFacts, kindNames } from './accuracyKinds';
import { agreed, differences } from './agreement';
import type { LabelTable } from './labelTable';
import { sampleOf } from './sampleOf';

const verdicts = ['right', 'wrong', 'definition'] as const;

/** Whether a finding of a kind is right for a document, whichever tool reports it; `definition` if that depends on definitions. */
export type AdjudicatedVerdict = (typeof verdicts)[number];

/** Verdicts for the same reason. */
const groupSchema = z.strictObject({
  kind: z.enum(kindNames as [Kind, ...Kind[]]),
  verdict: z.enum(verdicts),
  why: z.string().min(20),
  /** Drawn and judged after the last change of the rules, so that the rules were not fitted to them. */
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

/** Reads the verdicts. Throws if the file is invalid or judges the same document twice for a kind. */
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
 * Documents to adjudicate for a kind: every document with a finding, or a sample of those on which this pack and a peer
 * differ, and a third as many on which they agree.
 */
export function toAdjudicate(table: LabelTable, kind: Kind): readonly string[] {
  const { adjudicated } = kindFacts(kind);
  const [differing, agreeing] = [differences(table, kind), agreed(table, kind)];
  if (adjudicated === 'all') return [...differing, ...agreeing];
  return [...sampleOf(kind, differing, adjudicated), ...sampleOf(kind, agreeing, Math.round(adjudicated / 3))];
}
