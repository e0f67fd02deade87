import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { completenessOf } from '../../quality/profile/columnStatistics';
import { type ProposedSchema, schemaText, yamlScalar } from '../../quality/schema/schemaText';

/** Paths of an endpoint's first schema and SLA in the program's folder. */
export function contractPaths(endpoint: string): { readonly schema: string; readonly sla: string } {
  return { schema: `schemas/${endpoint}/v1.yaml`, sla: `slas/${endpoint}.yaml` };
}

/** The file of an endpoint's first schema. */
export function firstSchemaText(schema: ProposedSchema): string {
  return `# Columns of the endpoint's captures, in the order in which the monitor reads them: the prediction first.
# Check order, names and types. Never change a version that has captures: add v2.yaml.
${schemaText(schema)}`;
}

interface SlaFacts {
  readonly endpoint: string;
  readonly owner: string;
  readonly freshnessHours: number;
  readonly schema: ProposedSchema;
  /** Statistics of the columns, by name; empty when they are unknown. */
  readonly statistics: ReadonlyMap<string, FeatureStatistics>;
}

/** The file of an SLA to start from: promises that the training data would keep, as comments. */
export function firstSlaText({ endpoint, owner, freshnessHours, schema, statistics }: SlaFacts): string {
  const [feature] = schema.input;
  const observed = [...schema.output, ...schema.input].flatMap(({ name }) => {
    const column = statistics.get(name);
    return column ? [`#   ${yamlScalar(name)}: ${promisesOf(column)}`] : [];
  });
  const examples =
    observed.length > 0
      ? ['# Promises that the training data keeps. Replace {} with those that you make:', ...observed]
      : [
          '# Promises by column, instead of {}, such as:',
          `#   ${yamlScalar(feature?.name ?? 'age')}: { completeness: 0.99, driftLimit: 0.1, severity: critical }`,
        ];
  return `# What the owner promises about the data that reaches the endpoint. docs/monitor/contracts.md explains SLAs.
endpoint: ${yamlText(endpoint)}
owner: ${yamlText(owner)}
# Page with instructions; every alarm links to it. Replace it with your own.
runbook: https://runbooks.example.com/${endpoint}
# Hours without a report after which an alarm is raised.
freshnessHours: ${freshnessHours}
features: {}
${examples.join('\n')}
`;
}

/** Categories that are listed. */
const maxCategories = 10;

function promisesOf({ numerical_statistics: numbers, string_statistics: texts }: FeatureStatistics): string {
  const { num_present = 0, num_missing = 0 } = (numbers ?? texts)?.common ?? {};
  const completeness = Math.floor(100 * completenessOf(num_present, num_missing)) / 100;
  const promises = [`completeness: ${completeness}`];
  if (numbers) promises.push(`range: { min: ${numbers.min}, max: ${numbers.max} }`);
  const values = texts?.distribution?.categorical.buckets.map(({ value }) => value) ?? [];
  if (values.length > 0 && values.length <= maxCategories) {
    promises.push(`categories: [${values.map(yamlScalar).join(', ')}]`);
  }
  return `{ ${[...promises, 'driftLimit: 0.1'].join(', ')} }`;
}

/** A text in YAML, in quotes unless every reader of YAML 1.1 and 1.2 takes it for a text. */
export function yamlText(text: string): string {
  const isPlain = /^[a-z][a-z0-9-]*$/i.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
