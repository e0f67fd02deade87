import { Directory } from '../pack/directory';
import { groupByKeys } from '../pack/groupByKeys';
import { notYetKnown, type PropertyValue, valueAt } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';
import { definitionPart, monitoredEndpoint } from './jobDefinition';
import { resourcesOfKind } from './monitoringResources';

/** Schema version of a location that a monitor reads or writes, from its `schema=<version>` folder; undefined without one. */
interface LocationVersion {
  readonly what: 'statistics' | 'constraints' | 'reports' | 'captures';
  readonly version: string | typeof notYetKnown | undefined;
}

/** Returns the schema versions of a job definition's locations, and of its endpoint's captures if the stack configures them. */
export function schemaVersions(definition: Resource, captures: CapturingEndpoints): LocationVersion[] {
  const baseline = definitionPart(definition, 'baseline');
  const locations: readonly (readonly [LocationVersion['what'], PropertyValue | undefined])[] = [
    ['statistics', valueAt(baseline, 'statisticsResource', 's3Uri')],
    ['constraints', valueAt(baseline, 'constraintsResource', 's3Uri')],
    ['reports', valueAt(definitionPart(definition, 'output'), 'monitoringOutputs', 's3Output', 's3Uri')],
    [
      'captures',
      valueAt(definitionPart(definition, 'input'), 'batchTransformInput', 'dataCapturedDestinationS3Uri') ??
        capturesOf(definition, captures),
    ],
  ];
  return locations.flatMap(([what, uri]): LocationVersion[] => {
    if (uri === notYetKnown) return [{ what, version: uri }];
    if (typeof uri !== 'string' || uri === '') return [];
    return [{ what, version: /\/schema=([^/]+)/.exec(uri)?.[1] }];
  });
}

/** Endpoints of a stack and their configurations. */
interface CapturingEndpoints {
  readonly byName: ReadonlyMap<unknown, readonly Resource[]>;
  readonly endpoints: Directory;
  readonly configurations: Directory;
}

export function capturingEndpoints(resources: readonly Resource[]): CapturingEndpoints {
  const endpoints = resourcesOfKind(resources, 'endpoint');
  return {
    byName: groupByKeys(endpoints, (endpoint) => [endpoint.property('name')]),
    endpoints: new Directory(endpoints),
    configurations: new Directory(resourcesOfKind(resources, 'endpointConfiguration')),
  };
}

/** Returns the capture location of a job definition's endpoint; undefined if the stack does not configure it. */
function capturesOf(definition: Resource, captures: CapturingEndpoints): PropertyValue | undefined {
  const name = monitoredEndpoint(definition);
  const endpoint =
    (typeof name === 'string' ? captures.byName.get(name)?.[0] : undefined) ??
    captures.endpoints.find(definition, 'dataQualityJobInput').resources[0];
  if (!endpoint) return undefined;
  const [configuration] = captures.configurations.find(endpoint, 'endpointConfigName').resources;
  return configuration && valueAt(configuration.property('dataCaptureConfig'), 'destinationS3Uri');
}
