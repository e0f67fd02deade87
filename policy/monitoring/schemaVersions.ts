import { Directory } from '../pack/directory';
import { groupByKeys } from '../pack/groupByKeys';
import { notYetKnown, type PropertyValue, valueAt } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';
import { definitionPart, monitoredEndpoint } from './jobDefinition';
import { resourcesOfKind } from './monitoringResources';

/** The `schema=<version>` folder of one of the places that a monitor reads and writes; undefined where there is none. */
interface PlaceVersion {
  readonly what: 'statistics' | 'constraints' | 'reports' | 'captures';
  readonly version: string | typeof notYetKnown | undefined;
}

/** Of the places that a job definition names, and of its endpoint's captures where the stack configures the endpoint. */
export function schemaVersions(definition: Resource, captures: CapturingEndpoints): PlaceVersion[] {
  const baseline = definitionPart(definition, 'baseline');
  const places: readonly (readonly [PlaceVersion['what'], PropertyValue | undefined])[] = [
    ['statistics', valueAt(baseline, 'statisticsResource', 's3Uri')],
    ['constraints', valueAt(baseline, 'constraintsResource', 's3Uri')],
    ['reports', valueAt(definitionPart(definition, 'output'), 'monitoringOutputs', 's3Output', 's3Uri')],
    [
      'captures',
      valueAt(definitionPart(definition, 'input'), 'batchTransformInput', 'dataCapturedDestinationS3Uri') ??
        capturesOf(definition, captures),
    ],
  ];
  return places.flatMap(([what, uri]): PlaceVersion[] => {
    if (uri === notYetKnown) return [{ what, version: uri }];
    if (typeof uri !== 'string' || uri === '') return [];
    return [{ what, version: /\/schema=([^/]+)/.exec(uri)?.[1] }];
  });
}

/** A stack's endpoints and what configures them. */
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

/** Where the endpoint of a job definition captures to; undefined when the stack doesn't configure it. */
function capturesOf(definition: Resource, captures: CapturingEndpoints): PropertyValue | undefined {
  const name = monitoredEndpoint(definition);
  const endpoint =
    (typeof name === 'string' ? captures.byName.get(name)?.[0] : undefined) ??
    captures.endpoints.find(definition, 'dataQualityJobInput').found[0];
  if (!endpoint) return undefined;
  const [configuration] = captures.configurations.find(endpoint, 'endpointConfigName').found;
  return configuration && valueAt(configuration.property('dataCaptureConfig'), 'destinationS3Uri');
}
