import * as fc from 'fast-check';
import { fillArn } from '../../policy/iam/resources/arnPattern';

const account = '123456789012';
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable.
const ownAccount = '${aws:PrincipalAccount}';

/** Lists of patterns each of which matches all resources of a type in account 123456789012, or all with usual names. */
export function equivalentPatterns(type: string): fc.Arbitrary<readonly string[]> {
  const place = fc.record({
    Partition: fc.constantFrom('*', 'aws', 'a*', 'aw?'),
    Region: fc.constantFrom('*', 'eu-west-1', 'eu-*', '??-*-1'),
    Account: fc.constantFrom('*', account, '1234*', '123456789???', ownAccount),
  });
  const names = fc.constantFrom(
    ['*'],
    ['**'],
    ['?*'],
    ['???*'],
    ['*?'],
    [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `${letter}*`),
    [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `*${letter}`),
    [...'abcdefghijklmnopqrstuvwxy'].toReversed().map((letter) => `${letter}?*`),
  );
  const spelled = fc.tuple(place, names).map(([parts, list]) => {
    const values: Readonly<Record<string, string>> = parts;
    return list.map((name) => fillArn(type, (part) => values[part] ?? name));
  });
  const [, , service = ''] = type.split(':');
  return fc.oneof(
    { weight: 4, arbitrary: spelled },
    fc.constantFrom(['*'], ['**'], ['*:*'], ['arn:*'], [`arn:aws:${service}:*`], [`*:${service}:*`]),
  );
}
