import * as pulumi from '@pulumi/pulumi';
import { dependencies } from '../contract/auditEvents';
import { type AuditSettings, checkedProperties, explainedProperties } from '../contract/auditSettings';

/** Collects the resources that calls can silence the monitoring by. */
export class StackResources {
  private readonly collected: { type: string; resource: pulumi.CustomResource; props: pulumi.Inputs }[] = [];

  /** Option of the components whose resources are collected. */
  readonly transformation: pulumi.ResourceTransformation = ({ type, resource, props }) => {
    // Objects of the store are known by their keys.
    if (Object.hasOwn(dependencies, type) && type !== 'aws:s3/bucketObject:BucketObject') {
      this.collected.push({ type, resource: resource as pulumi.CustomResource, props: props as pulumi.Inputs });
    }
    return undefined;
  };

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
