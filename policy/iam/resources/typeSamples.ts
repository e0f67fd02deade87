import { lazy, memoize, mostTexts } from '../../pack/memoize';
import { fillArn } from './arnPattern';

/** Where a resource is: the parts of its ARN that are the same for all resources of one account and region. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** ARNs of invented resources of one type, by the characters of their names. */
type Samples = readonly (readonly string[])[];

/** Prefixes of generated identifiers of EC2 ("Resource IDs" of the EC2 User Guide), by the variable part of the ARN. */
const identifierPrefixes: Readonly<Record<string, string>> = {
  ImageId: 'ami-0',
  InstanceId: 'i-0',
  LaunchTemplateId: 'lt-0',
  NetworkInterfaceId: 'eni-0',
  SecurityGroupId: 'sg-0',
  SnapshotId: 'snap-0',
  SubnetId: 'subnet-0',
  VolumeId: 'vol-0',
  VpcId: 'vpc-0',
};

/**
 * Invented resources of a type in one place. For each alphabet there is one name per letter that begins with the letter, so
 * that patterns which list first letters count letter by letter; the other letters are spread evenly. Empty for a type
 * whose ARN has no variable parts besides the place.
 */
export const samplesOf = memoize(
  (place: Place, arn: string): Samples => namesFor(arn).map((list) => list.map((name) => fillSample(arn, place, name))),
  mostTexts,
);

/** The first and the last resource for each alphabet. */
export const probesOf = memoize(
  (place: Place, arn: string): readonly string[] =>
    namesFor(arn).flatMap((list) => [list[0], list.at(-1)].map((name = '') => fillSample(arn, place, name))),
  mostTexts,
);

/** Paths under which consoles of AWS keep what they create for many services ("Service role" of the IAM User Guide). */
const consolePath = 'service-role/';

/** Whether resources of a type are kept under such a path: customer managed policies, which their roles hold. */
export function hasConsolePath(arn: string): boolean {
  return /:iam::[^:]*:policy\//.test(arn);
}

/** Invented resources under such a path, one per letter; empty for other types. */
export const consoleSamplesOf = memoize(
  (place: Place, arn: string): readonly string[] =>
    hasConsolePath(arn) ? (namesFor(arn)[0] ?? []).map((name) => fillSample(arn, place, consolePath + name)) : [],
  mostTexts,
);

/** A type's ARN in a place, with a name for each other variable part. */
export function fillSample(arn: string, { partition, region, account }: Place, name = ''): string {
  const parts: Readonly<Record<string, string>> = { Partition: partition, Region: region, Account: account };
  const isOfEc2 = arn.includes(':ec2:');
  return fillArn(arn, (part) => {
    const own = parts[part];
    if (own !== undefined) return own;
    if (isOfEc2) return `${identifierPrefixes[part] ?? ''}${name}`;
    // Secrets Manager appends a hyphen and six characters.
    return part === 'SecretId' ? `${name}-${name.slice(0, 6)}` : name;
  });
}

function namesFor(arn: string): readonly (readonly string[])[] {
  if (!/\$\{(?!Partition|Region|Account)/.test(arn)) return [];
  return isIdentified(arn) ? identifiers() : names();
}

/** Whether the names of a type are made by AWS, of hexadecimal digits. */
const isIdentified = memoize(
  (arn: string) =>
    /:kms:.*KeyId/.test(arn) ||
    (arn.includes(':ec2:') && Object.keys(identifierPrefixes).some((part) => arn.includes(`{${part}}`))),
  mostTexts,
);

const names = lazy(() => ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789'].map(namesOf));
const identifiers = lazy(() => [namesOf('0123456789abcdef')]);

function namesOf(alphabet: string): readonly string[] {
  return Array.from(alphabet, (_, i) => textOf(alphabet, i, 12 + (i % 6)));
}

/** A text that begins with one letter of an alphabet, and continues with pseudorandom ones. */
function textOf(alphabet: string, index: number, length: number): string {
  let text = alphabet[index] ?? '';
  // Constants of "Numerical Recipes", 7.1.
  let state = (index + 1) * 7919;
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += alphabet[(state >>> 16) % alphabet.length] ?? '';
  }
  return text;
}
