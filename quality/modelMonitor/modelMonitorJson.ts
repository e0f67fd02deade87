import { isPlainObject } from '../../contract/isPlainObject';
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

type Fields = Readonly<Record<string, unknown>>;

/** Keys with whole numbers in the container's files; all other numbers are doubles, counts of numeric buckets too. */
const wholeNumbers = new Set(['item_count', 'num_present', 'num_missing', 'approximate_num_distinct_values', 'line']);

/** The text of one of Model Monitor's files: doubles as Java prints them (`0.0`), two spaces per level. */
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
  const isCategory = 'value' in value;
  const lines = members.map(([name, member]) => {
    const text = isCategory && name === 'count' ? JSON.stringify(member) : render(member, name, inner);
    return `${inner}${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function parseObject(text: string, file: string, list: string): Fields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: is not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
  if (!isPlainObject(parsed) || !Array.isArray(parsed[list]) || !(parsed[list] as unknown[]).every(isPlainObject)) {
    throw new Error(`${file}: must be an object with a list '${list}' of objects.`);
  }
  return parsed;
}

/** Reads statistics.json and keeps unknown fields. Throws an Error with one sentence if it is not valid. */
function readStatistics(text: string, file = 'statistics.json'): Statistics {
  const fields = parseObject(text, file, 'features');
  if (!isPlainObject(fields['dataset']))
    throw new Error(`${file}: 'dataset' is missing; expected an object with item_count.`);
  featuresOf(fields, file);
  return fields as unknown as Statistics;
}

/** Reads constraints.json. Other spellings are normalized and fields that older files lack get their defaults. */
function readConstraints(text: string, file = 'constraints.json'): Constraints {
  const fields = parseObject(text, file, 'features');
  const config = isPlainObject(fields['monitoring_config']) ? fields['monitoring_config'] : {};
  const distribution = isPlainObject(config['distribution_constraints']) ? config['distribution_constraints'] : {};
  return {
    ...fields,
    version: typeof fields['version'] === 'number' ? fields['version'] : 0,
    features: featuresOf(fields, file).map((feature) => readFeature(feature, file)),
    monitoring_config: {
      ...suggestedMonitoringConfig,
      ...(config as Partial<MonitoringConfig>),
      distribution_constraints: {
        ...suggestedMonitoringConfig.distribution_constraints,
        ...readDistribution(distribution, file),
      },
    },
  };
}

function featuresOf(fields: Fields, file: string): Fields[] {
  const features = fields['features'] as Fields[];
  const unnamed = features.findIndex((feature) => typeof feature['name'] !== 'string');
  if (unnamed >= 0) throw new Error(`${file}: features.${unnamed}.name is missing.`);
  return features;
}

function readFeature(feature: Fields, file: string): FeatureConstraints {
  const { monitoringConfigOverrides, monitoring_config_overrides, ...rest } = feature;
  const overrides = monitoringConfigOverrides ?? monitoring_config_overrides;
  const constraints = {
    ...rest,
    completeness: typeof rest['completeness'] === 'number' ? rest['completeness'] : 0,
  } as unknown as FeatureConstraints;
  if (!isPlainObject(overrides)) return constraints;
  const distribution = overrides['distribution_constraints'];
  return {
    ...constraints,
    monitoringConfigOverrides: {
      ...overrides,
      ...(isPlainObject(distribution) && { distribution_constraints: readDistribution(distribution, file) }),
    },
  };
}

const comparisonMethods = new Map<unknown, DistributionConstraints['comparison_method']>([
  ['Robust', 'Robust'],
  ['Simple', 'Simple'],
  ['linf_robust', 'Robust'],
  ['linf_simple', 'Simple'],
]);

function readDistribution(distribution: Fields, file: string): Partial<DistributionConstraints> {
  const { comparison_method: method, ...rest } = distribution;
  if (method === undefined) return rest as Partial<DistributionConstraints>;
  const comparisonMethod = comparisonMethods.get(method);
  if (!comparisonMethod) {
    const names = [...comparisonMethods.keys()].join(', ');
    throw new Error(`${file}: invalid comparison_method ${JSON.stringify(method)}: use one of ${names}.`);
  }
  return { ...rest, comparison_method: comparisonMethod } as Partial<DistributionConstraints>;
}

/** Reads constraint_violations.json (some AWS pages call it constraints_violations.json; the content is the same). */
function readViolations(text: string, file = 'constraint_violations.json'): Violations {
  return parseObject(text, file, 'violations') as unknown as Violations;
}

/** Reads and writes the texts of Model Monitor's three files. */
export const modelMonitorJson = { write, readStatistics, readConstraints, readViolations } as const;
