import { Directory } from '../pack/directory';
import { notYetKnown, type Plain, valueAt } from '../pack/plain';
import type { Resource } from '../pack/resource';
import { definitionPart, monitoredEndpoint } from './jobDefinition';
import { ofKinds } from './monitoringTypes';

/** The `schema=<version>` folder of one of the places that a monitor reads and writes; undefined where there is none. */
interface PlaceVersion {
  readonly what: 'statistics' | 'constraints' | 'reports' | 'captures';
  readonly version: string | typeof notYetKnown | undefined;
}

/** Of the places that a job definition names, and of its endpoint's captures where the stack configures the endpoint. */
export function schemaVersions(definition: Resource, resources: readonly Resource[]): PlaceVersion[] {
  const baseline = definitionPart(definition, 'baseline');
  const places: readonly (readonly [PlaceVersion['what'], Plain | undefined])[] = [
    ['statistics', valueAt(baseline, 'statisticsResource', 's3Uri')],
    ['constraints', valueAt(baseline, 'constraintsResource', 's3Uri')],
    ['reports', valueAt(definitionPart(definition, 'output'), 'monitoringOutputs', 's3Output', 's3Uri')],
    [
      'captures',
      valueAt(definitionPart(definition, 'input'), 'batchTransformInput', 'dataCapturedDestinationS3Uri') ??
        capturesOf(definition, resources),
    ],
  ];
  return places.flatMap(([what, uri]): PlaceVersion[] => {
    if (uri === notYetKnown) return [{ what, version: uri }];
    if (typeof uri !== 'string' || uri === '') return [];
    return [{ what, version: /\/schema=([^/]+)/.exec(uri)?.[1] }];
  });
}

/** Where the endpoint of a job definition captures to; undefined when the stack doesn't configure it. */
function capturesOf(definition: Resource, resources: readonly Resource[]): Plain | undefined {
  const endpoints = ofKinds(resources, 'endpoint');
  const name = monitoredEndpoint(definition);
  const endpoint =
    endpoints.find((each) => each.property('name') === name && typeof name === 'string') ??
    new Directory(endpoints).find(definition, 'dataQualityJobInput').found[0];
  if (!endpoint) return undefined;
  const configurations = ofKinds(resources, 'endpointConfiguration');
  const [configuration] = new Directory(configurations).find(endpoint, 'endpointConfigName').found;
  return configuration && valueAt(configuration.property('dataCaptureConfig'), 'destinationS3Uri');
}
