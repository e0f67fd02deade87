import type {
  Constraints,
  DistributionConstraints,
  FeatureConstraints,
  MonitoringConfig,
  Statistics,
  Violations,
} from '../../contract/modelMonitorFiles';
import { javaDouble } from './javaDouble';
import { suggestedMonitoringConfig } from './monitoringConfig';

type Fields = Record<string, unknown>;

/** Keys whose numbers the container prints as whole numbers; every other number is a double. */
const wholeNumbers = new Set(['item_count', 'num_present', 'num_missing', 'line']);

/** The text of one of Model Monitor's files: doubles in Java's form (`"version" : 0.0`), two blanks a level. */
function write(value: Statistics | Constraints | Violations): string {
  return `${render(value, '', '')}\n`;
}

function render(value: unknown, key: string, indent: string): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return `"${value}"`;
    return wholeNumbers.has(key) && Number.isInteger(value) ? String(value) : javaDouble(value);
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object')) return `[${value.map((v) => render(v, key, '')).join(', ')}]`;
    return `[\n${value.map((item) => inner + render(item, key, inner)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return '{}';
  const lines = members.map(([name, member]) => `${inner}${JSON.stringify(name)}: ${render(member, name, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function parseObject(text: string, file: string, list: string): Fields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: is not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
  if (!isFields(parsed) || !Array.isArray(parsed[list]) || !(parsed[list] as unknown[]).every(isFields)) {
    throw new Error(`${file}: must be an object with an array '${list}' of objects.`);
  }
  return parsed;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads statistics.json; unknown fields stay. Throws an Error with one sentence when it is none. */
function readStatistics(text: string, file = 'statistics.json'): Statistics {
  const fields = parseObject(text, file, 'features');
  if (!isFields(fields['dataset'])) throw new Error(`${file}: has no object 'dataset' with the item_count.`);
  namedFeatures(fields, file);
  return fields as unknown as Statistics;
}

/** Reads constraints.json: variant spellings become the contract's, what an older file lacks gets its default. */
function readConstraints(text: string, file = 'constraints.json'): Constraints {
  const fields = parseObject(text, file, 'features');
  const config = isFields(fields['monitoring_config']) ? fields['monitoring_config'] : {};
  const distribution = isFields(config['distribution_constraints']) ? config['distribution_constraints'] : {};
  return {
    ...fields,
    version: typeof fields['version'] === 'number' ? fields['version'] : 0,
    features: namedFeatures(fields, file).map((feature) => withOverrides(feature, file)),
    monitoring_config: {
      ...suggestedMonitoringConfig,
      ...(config as Partial<MonitoringConfig>),
      distribution_constraints: {
        ...suggestedMonitoringConfig.distribution_constraints,
        ...spelled(distribution, file),
      },
    },
  };
}

function namedFeatures(fields: Fields, file: string): Fields[] {
  const features = fields['features'] as Fields[];
  const unnamed = features.findIndex((feature) => typeof feature['name'] !== 'string');
  if (unnamed >= 0) throw new Error(`${file}: features.${unnamed} has no name.`);
  return features;
}

function withOverrides(feature: Fields, file: string): FeatureConstraints {
  const { monitoringConfigOverrides, monitoring_config_overrides, ...rest } = feature;
  const overrides = monitoringConfigOverrides ?? monitoring_config_overrides;
  const merged = {
    ...rest,
    completeness: typeof rest['completeness'] === 'number' ? rest['completeness'] : 0,
  } as unknown as FeatureConstraints;
  if (!isFields(overrides)) return merged;
  const distribution = overrides['distribution_constraints'];
  return {
    ...merged,
    monitoringConfigOverrides: {
      ...overrides,
      ...(isFields(distribution) && { distribution_constraints: spelled(distribution, file) }),
    },
  };
}

const comparisonMethods = new Map<unknown, DistributionConstraints['comparison_method']>([
  ['Robust', 'Robust'],
  ['Simple', 'Simple'],
  ['linf_robust', 'Robust'],
  ['linf_simple', 'Simple'],
]);

function spelled(distribution: Fields, file: string): Partial<DistributionConstraints> {
  const { comparison_method: method, ...rest } = distribution;
  if (method === undefined) return rest as Partial<DistributionConstraints>;
  const known = comparisonMethods.get(method);
  if (!known) {
    const names = [...comparisonMethods.keys()].join(', ');
    throw new Error(`${file}: unknown comparison_method ${JSON.stringify(method)}; known are ${names}.`);
  }
  return { ...rest, comparison_method: known } as Partial<DistributionConstraints>;
}

/** Reads constraint_violations.json (some pages call it constraints_violations.json: the content is the same). */
function readViolations(text: string, file = 'constraint_violations.json'): Violations {
  return parseObject(text, file, 'violations') as unknown as Violations;
}

/** Model Monitor's three files, as texts. */
export const modelMonitorJson = { write, readStatistics, readConstraints, readViolations } as const;
