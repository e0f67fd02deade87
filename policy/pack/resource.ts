import type { PolicyResource, ResourceValidationArgs } from '@pulumi/policy';
import { notYetKnown, type PropertyValue, plainEntry } from './propertyValue';

/** A resource as rules see it: reading a property never throws. */
export interface Resource {
  /** Type token, such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** A property as plain data; undefined when it is absent. */
  property(key: string): PropertyValue | undefined;
  /**
   * The resources that a property's value was made from; undefined when it was made from none: the program gave a
   * constant, or nothing, so that its value is the provider's answer. Empty for a single resource, whose sources the
   * engine doesn't tell.
   */
  sources(key: string): readonly Resource[] | undefined;
}

/** The one resource that a resource policy is asked about. */
export function singleResource({ type, name, urn, props }: ResourceValidationArgs): Resource {
  return { type, name, urn, property: readOnce(props), sources: () => [] };
}

/** All resources of a stack, connected. */
export function stackResources(resources: readonly PolicyResource[]): Resource[] {
  const byUrn = new Map<string, Resource>();
  for (const { type, name, urn, props, propertyDependencies } of resources) {
    byUrn.set(urn, {
      type,
      name,
      urn,
      property: readOnce(props),
      sources: (key) => propertyDependencies[key]?.flatMap((from) => byUrn.get(from.urn) ?? []),
    });
  }
  return [...byUrn.values()];
}

/** Copies each property once, however many rules ask for it. */
function readOnce(props: Readonly<Record<string, unknown>>): Resource['property'] {
  const read = new Map<string, PropertyValue | undefined>();
  return (key) => {
    if (!read.has(key)) read.set(key, plainEntry(props, key));
    return read.get(key);
  };
}

/** Whether a property holds nothing yet but what the provider will answer, because the program didn't set it. */
export function isFutureOutput(resource: Resource, key: string): boolean {
  return resource.property(key) === notYetKnown && resource.sources(key) === undefined;
}

/** ` (it comes from 'store')`, or nothing when the sources aren't known. */
export function comingFrom(resource: Resource, key: string): string {
  const names = (resource.sources(key) ?? []).map(({ name }) => `'${name}'`);
  return names.length === 0 ? '' : ` (it comes from ${names.join(', ')})`;
}
