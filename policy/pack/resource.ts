import type { PolicyResource, ResourceValidationArgs } from '@pulumi/policy';
import { notYetKnown, type PropertyValue, plainEntry } from './propertyValue';

/** A resource as rules read it: reading a property never throws. */
export interface Resource {
  /** Type token, such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Returns a property as plain data; undefined if it is absent. */
  property(key: string): PropertyValue | undefined;
  /**
   * Returns the resources that the value of a property comes from. Undefined without any: the program set a constant, or
   * nothing, so that the value is an output of the provider. Empty for a single resource, whose sources the engine does
   * not pass.
   */
  sources(key: string): readonly Resource[] | undefined;
}

/** Returns the resource that a resource policy validates. */
export function singleResource({ type, name, urn, props }: ResourceValidationArgs): Resource {
  return { type, name, urn, property: readOnce(props), sources: () => [] };
}

/** Returns all resources of a stack with their connections. */
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

/** Copies each property once for all rules. */
function readOnce(props: Readonly<Record<string, unknown>>): Resource['property'] {
  const read = new Map<string, PropertyValue | undefined>();
  return (key) => {
    if (!read.has(key)) read.set(key, plainEntry(props, key));
    return read.get(key);
  };
}

/** Whether a property is a future output of the provider, because the program did not set it. */
export function isFutureOutput(resource: Resource, key: string): boolean {
  return resource.property(key) === notYetKnown && resource.sources(key) === undefined;
}

/** Returns ` (it comes from 'store')`, or an empty text without known sources. */
export function comingFrom(resource: Resource, key: string): string {
  const names = (resource.sources(key) ?? []).map(({ name }) => `'${name}'`);
  return names.length === 0 ? '' : ` (it comes from ${names.join(', ')})`;
}
