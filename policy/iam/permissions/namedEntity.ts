import type { Resource } from '../../pack/resource';
import { globMatches } from '../../pack/text/glob';
import { withOwnPlace } from '../resources/arnPattern';
import { selectPlaces } from '../resources/places';

/** A role, user, group or policy that patterns may name, whether or not its ARN is known. */
export interface NamedEntity {
  readonly type: 'role' | 'user' | 'group' | 'policy';
  /** In a sentence: `role 'ops'`. */
  readonly label: string;
  /** ARN patterns of IAM without partition and account, such as `role/ops`; the names that it may have. */
  readonly paths: readonly string[];
  /** Undefined until the first update. */
  readonly arn: string | undefined;
}

/** The form of the characters that Pulumi appends to the name of a resource in the program. */
const suffix = '-0a1b2c3';

/** An entity that a program creates: its ARN, or the names that it will have. */
export function entityOf(resource: Resource, type: NamedEntity['type']): NamedEntity {
  const [arn, name, path = '/'] = ['arn', 'name', 'path'].map((key) => textOf(resource, key));
  const names = name === undefined ? [resource.name, resource.name + suffix] : [name];
  return { type, label: `${type} '${resource.name}'`, paths: names.map((text) => `${type}${path}${text}`), arn };
}

/** An entity of which only the name or the ARN is known. */
export function entityNamed(name: string, type: NamedEntity['type']): NamedEntity {
  const arn = name.startsWith('arn:') ? name : undefined;
  return { type, label: `${type} '${name.split('/').at(-1) ?? name}'`, paths: [`${type}/${name}`], arn };
}

function textOf(resource: Resource, key: string): string | undefined {
  const value = resource.property(key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether a pattern of ARNs matches an entity; its account is that of the pattern until it is known. */
export function matchesEntity(written: string, { paths, arn }: NamedEntity): boolean {
  const pattern = withOwnPlace(written);
  if (arn !== undefined) return globMatches(pattern, arn);
  const [place] = selectPlaces([pattern]);
  return (
    place !== undefined &&
    paths.some((path) => globMatches(pattern, `arn:${place.partition}:iam::${place.account}:${path}`))
  );
}

/** Whether a pattern in a policy of a user stands for that user, by a policy variable. */
export function namesCaller(pattern: string): boolean {
  return /^[^$]*:user\/.*\$\{aws:username\}\*?$/i.test(withOwnPlace(pattern));
}
