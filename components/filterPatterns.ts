import * as pulumi from '@pulumi/pulumi';
import { composeAuditFilters, type FilteredStack } from '../contract/auditFilters';
import type { ResourceName } from './stackResources';

/** A stack whose resources have names that AWS assigns. */
export interface DeployedStack extends Omit<FilteredStack, 'buckets' | 'keys' | 'names'> {
  readonly buckets: readonly pulumi.Input<string>[];
  readonly keyArns: readonly pulumi.Input<string>[];
  readonly names: readonly ResourceName[];
}

/** Stands for a name that AWS assigns, and is as long as the name can be. */
interface Placeholder {
  readonly text: string;
  readonly value: pulumi.Output<string>;
}

/** Composes the patterns of the metric filters. Their number does not depend on names that AWS assigns. */
export function composeFilterPatterns({ buckets, keyArns, names, ...stack }: DeployedStack): pulumi.Output<string>[] {
  // A bucket's name has up to 63 characters, a key's id 36.
  const bucketPlaces = buckets.map(place('bucket', 63));
  const keyPlaces = keyArns
    .map((arn) => pulumi.output(arn).apply((text) => text.split('/').at(-1) ?? text))
    .map(place('key', 36));
  const namePlaces = names.map(({ type, length, value }, i) => ({ ...place('name', length)(value, i), type }));
  const byType: Record<string, string[]> = {};
  for (const { type, text } of namePlaces) byType[type] = [...(byType[type] ?? []), text];
  const textsOf = (places: readonly Placeholder[]) => places.map(({ text }) => text);
  const patterns = composeAuditFilters({
    ...stack,
    buckets: textsOf(bucketPlaces),
    keys: textsOf(keyPlaces),
    names: byType,
  });
  return patterns.map((pattern) => fillIn(pattern, [...bucketPlaces, ...keyPlaces, ...namePlaces]));
}

function place(what: string, length: number) {
  return (value: pulumi.Input<string>, i: number): Placeholder => ({
    text: `${what}-${i}`.padEnd(length, '-'),
    value: pulumi.output(value),
  });
}

function fillIn(pattern: string, places: readonly Placeholder[]): pulumi.Output<string> {
  const used = places.filter(({ text }) => pattern.includes(text));
  return pulumi.all(used.map(({ value }) => value)).apply((values) =>
    values.reduce((filled, value, i) => {
      const { text } = used[i] ?? { text: '' };
      // A name may be longer than expected where Pulumi's names are configured otherwise: its beginning must do.
      const name = value.length <= text.length ? value : `${value.slice(0, text.length - 1)}*`;
      return filled.replaceAll(text, name);
    }, pattern),
  );
}
