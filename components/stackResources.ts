import * as pulumi from '@pulumi/pulumi';
import { dependencies } from '../contract/auditEvents';
import { type AuditSettings, checkedProperties, explainedProperties } from '../contract/auditSettings';

interface CollectedResource {
  readonly type: string;
  /** Name in Pulumi. */
  readonly name: string;
  readonly resource: pulumi.CustomResource;
  readonly props: pulumi.Inputs;
}

/** The name of a resource in AWS. */
export interface ResourceName {
  readonly type: string;
  /** Characters that the name has at most, unless Pulumi's names are configured otherwise. */
  readonly length: number;
  readonly value: pulumi.Output<string>;
}

/** Collects the resources that calls can silence the monitoring by. */
export class StackResources {
  private readonly collected: CollectedResource[] = [];

  /** Option of the components whose resources are collected. */
  readonly transformation: pulumi.ResourceTransformation = ({ type, name, resource, props }) => {
    // Objects of the store are known by their keys.
    if (Object.hasOwn(dependencies, type) && type !== 'aws:s3/bucketObject:BucketObject') {
      this.collected.push({ type, name, resource: resource as pulumi.CustomResource, props: props as pulumi.Inputs });
    }
    return undefined;
  };

  /** The names by which calls know those that are collected so far. */
  names(): ResourceName[] {
    // Calls on a schedule of a group name the group, which has a name of its own.
    return this.collected.filter(({ props }) => !('groupName' in props)).map(nameOf);
  }

  /** Their ids with the properties that the audit function reads, by type; unknown until all of them exist. */
  describe(): pulumi.Output<AuditSettings['resources']> {
    const described = this.collected.map(({ type, resource, props }) =>
      pulumi.all([resource.id, propertiesText(type, props)]).apply(([id, text]) => ({ type, id, text })),
    );
    return pulumi.all(described).apply((resources) => {
      const byType: Record<string, Record<string, Record<string, unknown>>> = {};
      for (const { type, id, text } of resources) {
        byType[type] ??= {};
        byType[type][id] = JSON.parse(text);
      }
      return byType;
    });
  }
}

/** JSON text of those properties that are set: Pulumi's SDK makes promises for each value of an object. */
function propertiesText(type: string, props: pulumi.Inputs): pulumi.Input<string> {
  const names = [...(checkedProperties[type] ?? []), ...(explainedProperties[type] ?? [])];
  const entries = names.map((name) => [name, props[name]] as const);
  const set = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  return hasOutput(set) ? pulumi.jsonStringify(set) : JSON.stringify(set);
}

function hasOutput(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasOutput);
}

const mappingType = 'aws:lambda/eventSourceMapping:EventSourceMapping';
/** Pulumi adds a hyphen and seven digits to a name, and the program `/aws/lambda/` to those of log groups of functions. */
const addedLength = 8;
const logGroupPrefix = '/aws/lambda/';

function nameOf({ type, name, resource, props }: CollectedResource): ResourceName {
  // A mapping has an id only.
  if (type === mappingType) return { type, length: 36, value: resource.id };
  const { name: given } = props as { readonly name?: pulumi.Input<string> };
  const { name: output = resource.id } = resource as pulumi.CustomResource & { readonly name?: pulumi.Output<string> };
  const value = pulumi.output(output);
  if (typeof given === 'string') return { type, length: given.length, value };
  return { type, length: name.length + addedLength + (given === undefined ? 0 : logGroupPrefix.length), value };
}
