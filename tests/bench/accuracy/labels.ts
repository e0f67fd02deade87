import fc from 'fast-check';
import { type Kind, kindNames } from '../../../bench/accuracy/accuracyKinds';
import type { KindLabels, Label, LabelTable } from '../../../bench/accuracy/labelTable';

export const anyLabel = fc.constantFrom<Label>('y', 'n', '-');

const kindLabels: fc.Arbitrary<KindLabels> = fc
  .tuple(fc.constantFrom<Label>('y', 'n'), anyLabel, anyLabel)
  .map(([own, cloudsplaining, parliament]) => ({ own, cloudsplaining, parliament }));

const byKind = fc
  .array(kindLabels, { minLength: kindNames.length, maxLength: kindNames.length })
  .map((labels) => Object.fromEntries(kindNames.map((kind, i) => [kind, labels[i]])) as Record<Kind, KindLabels>);

/** Labels of up to 30 documents. */
export const anyTable: fc.Arbitrary<LabelTable> = fc
  .uniqueArray(fc.tuple(fc.stringMatching(/^[A-Za-z0-9_+=.@-]{1,20}$/), byKind), {
    selector: ([name]) => name,
    maxLength: 30,
  })
  .map((entries) => new Map(entries));
