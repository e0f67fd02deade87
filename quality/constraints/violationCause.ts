import type { FeatureConstraints } from '../../contract/modelMonitorFiles';
import { shownText } from '../../contract/shownText';
import type { ColumnProfile } from '../profile/columnStatistics';
import { otherValuesText, textKind, typeOfText } from '../profile/valueKinds';

type Values = Pick<ColumnProfile, 'types' | 'present' | 'counts' | 'firstOther'>;

/** Why values do not have the type of a feature, in one sentence that names the first one; undefined if it is not known. */
export function typeCause(expected: FeatureConstraints['inferred_type'], column: Values): string | undefined {
  const { types, present, counts, firstOther } = column;
  if (expected === 'Unknown') return undefined;
  if (expected === 'String') {
    const first = [...counts.keys()].find((text) => ['Integral', 'Fractional'].includes(typeOfText(text)));
    const count = types.Integral + types.Fractional;
    return first === undefined ? undefined : otherValuesText({ expected, count, present, first });
  }
  const count = types.String + types.Boolean + (expected === 'Integral' ? types.Fractional : 0);
  if (count > 0 && firstOther) {
    const { file, line, value: first } = firstOther;
    return otherValuesText({ expected, count, present, first, place: `${file}:${line}` });
  }
  if (expected !== 'Fractional' || types.Integral === 0) return undefined;
  const share = Math.floor((types.Fractional / present) * 100) / 100;
  return `${types.Integral} of ${present} values are whole numbers, which do not count as Fractional; send decimals such as 1.0, or set thresholds: { type: ${share} } for the feature in the SLA.`;
}

/** A text without differences of case, blanks and composed characters. */
const plain = (text: string) => text.trim().normalize('NFC').toLowerCase();

/** Which value is outside of a domain, in one sentence, and why if it can be told. */
export function domainCause(domains: readonly string[], { counts }: Values): string | undefined {
  const known = new Set(domains);
  const first = [...counts.keys()].find((text) => !known.has(text));
  if (first === undefined) return undefined;
  const named = `The first value outside of the domain is '${shownText(first)}'`;
  const same = domains.find((value) => plain(value) === plain(first));
  if (same !== undefined) return `${named}, another spelling of '${shownText(same)}'; send one spelling.`;
  const isNumber = typeOfText(first) !== 'String' && typeOfText(first) !== 'Boolean';
  const equal = isNumber ? domains.find((value) => value.trim() !== '' && Number(value) === Number(first)) : undefined;
  if (equal !== undefined) return `${named}, the number of '${equal}' in another spelling; send codes as texts.`;
  const { noun, remedy } = textKind(first) ?? {};
  return noun === 'a text for a missing value' ? `${named}, ${noun}; ${remedy}.` : `${named}.`;
}
