import type { PolicyResource } from '@pulumi/policy';

/** A graph as `pulumi stack export` writes a stack: what `pulumi policy analyze` judges. */
export function graphState(resources: readonly PolicyResource[]): object {
  return {
    version: 3,
    deployment: {
      manifest: { time: '2026-11-24T00:00:00Z', magic: '', version: '' },
      resources: resources.map(({ urn, type, name, props, propertyDependencies }) => ({
        urn,
        type,
        custom: true,
        id: name,
        inputs: props,
        outputs: props,
        propertyDependencies: Object.fromEntries(
          Object.entries(propertyDependencies).map(([key, sources]) => [key, sources.map((source) => source.urn)]),
        ),
      })),
    },
  };
}
