import { notYetKnown, type PropertyValue, valueAt } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';

/** Returns a part of a job definition, under the name of its type. */
export function definitionPart(
  definition: Resource,
  part: 'input' | 'baseline' | 'output' | 'app',
): PropertyValue | undefined {
  return definition.property(parts[part]);
}

const parts = {
  input: 'dataQualityJobInput',
  baseline: 'dataQualityBaselineConfig',
  output: 'dataQualityJobOutputConfig',
  app: 'dataQualityAppSpecification',
} as const;

/** Returns the name of the endpoint that a job definition monitors; undefined for batch input. */
export function monitoredEndpoint(definition: Resource): string | typeof notYetKnown | undefined {
  const name = valueAt(definitionPart(definition, 'input'), 'endpointInput', 'endpointName');
  return name === notYetKnown || (typeof name === 'string' && name !== '') ? name : undefined;
}

/** Whether a monitor publishes metrics: only if its environment enables it. */
export function publishesMetrics(definition: Resource): boolean | typeof notYetKnown {
  const setting = valueAt(definitionPart(definition, 'app'), 'environment', 'publish_cloudwatch_metrics');
  return setting === notYetKnown ? setting : setting === 'Enabled';
}
