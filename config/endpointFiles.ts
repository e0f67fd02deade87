import { type CaptureSchema, parseCaptureSchema } from '../contract/captureSchema';
import { isPlainObject } from '../contract/isPlainObject';
import type { Problem } from '../contract/problem';
import { parseSla, type Sla, slaProblems } from '../contract/sla';
import type { EnvironmentDefaults } from './defaults';
import { slaTextProblems } from './limitProblems';
import { removeInvalidParts } from './removeInvalidParts';
import { findCredentials, withoutTexts } from './secretProblems';
import type { LenientSettings } from './settingsSchema';
import { parseYamlFile, type YamlFile } from './yamlFile';

type Thresholds = EnvironmentDefaults['thresholds'];
type LenientEndpoint = LenientSettings['endpoints'][string];

/** Reads a text file, relative to the program's folder; throws if it does not exist. */
export type ReadFile = (path: string) => string;

export interface EndpointFiles {
  readonly captureSchema?: CaptureSchema;
  readonly sla?: Sla;
  readonly problems: readonly Problem[];
}

/** What to do about a file that a setting names and that is not there. */
export const fixThePath = "add it or fix the path, which is relative to the program's folder";

/** Reads an endpoint's capture schema and SLA, and checks them against each other and the endpoint. */
export function readEndpointFiles(
  name: string,
  { schema: version, schemaFile, sla: slaFile }: LenientEndpoint,
  thresholds: Thresholds,
  readFile: ReadFile,
): EndpointFiles {
  const { schema: captureSchema, problems: schemaProblems }: ReturnType<typeof readSchema> =
    version === undefined ? { problems: [] } : readSchema(name, version, schemaFile, readFile);
  const { sla, problems: slaFileProblems }: ReturnType<typeof readSla> =
    slaFile === undefined ? { problems: [] } : readSla(name, slaFile, captureSchema, thresholds, readFile);
  return { captureSchema, sla, problems: [...schemaProblems, ...slaFileProblems] };
}

function readSchema(
  name: string,
  version: string,
  schemaFile: string | undefined,
  readFile: ReadFile,
): { schema?: CaptureSchema; problems: Problem[] } {
  const file = schemaFile ?? `schemas/${name}/${version}.yaml`;
  const missing =
    schemaFile === undefined
      ? { path: ['endpoints', name, 'schema'], text: `file ${file} not found; add it with the columns of the captures` }
      : { path: ['endpoints', name, 'schemaFile'], text: `file ${file} not found; ${fixThePath}` };
  const { yaml, problems } = readYaml(file, missing, readFile);
  if (!yaml) return { problems };
  const { schema, problems: contentProblems } = parseCaptureSchema(yaml.content);
  if (schema && schema.version !== version) {
    contentProblems.push({
      path: ['version'],
      text: `must be ${version}, the schema version in the settings of endpoint ${name}`,
    });
  }
  const allProblems = locateProblems(yaml, contentProblems);
  return allProblems.length > 0 ? { problems: allProblems } : { schema, problems: [] };
}

function readSla(
  name: string,
  file: string,
  schema: CaptureSchema | undefined,
  thresholds: Thresholds,
  readFile: ReadFile,
): { sla?: Sla; problems: Problem[] } {
  const missing = {
    path: ['endpoints', name, 'sla'],
    text: `file ${file} not found; ${fixThePath}`,
  };
  const { yaml, problems } = readYaml(file, missing, readFile);
  if (!yaml) return { problems };
  const document = applyThresholds(yaml.content, thresholds);
  const { sla, problems: documentProblems } = parseSla(document);
  const validPart = sla ?? parseValidParts(document, documentProblems, name);
  const contentProblems = validPart ? slaContentProblems(name, validPart, schema) : [];
  const allProblems = locateProblems(yaml, [...documentProblems, ...contentProblems]);
  return allProblems.length === 0 ? { sla, problems: [] } : { problems: allProblems };
}

/** The valid parts of an SLA that has mistakes, so that they are checked in the same run. */
function parseValidParts(document: unknown, problems: readonly Problem[], endpoint: string): Sla | undefined {
  if (!isPlainObject(document)) return undefined;
  const placeholders = { endpoint, owner: 'nobody', runbook: 'https://runbook.invalid', features: {} };
  return parseSla({ ...placeholders, ...removeInvalidParts(document, problems) }).sla;
}

function slaContentProblems(name: string, sla: Sla, schema: CaptureSchema | undefined): Problem[] {
  const problems: Problem[] = [...(schema ? slaProblems(sla, schema) : []), ...slaTextProblems(sla)];
  if (sla.endpoint === name) return problems;
  const text = `must be ${name}, not ${sla.endpoint}: an SLA file belongs to one endpoint`;
  return [{ path: ['endpoint'], text }, ...problems];
}

/** The problems of a file with their lines, and those of texts in it that look like credentials. */
export function locateProblems({ content, locate }: YamlFile, problems: readonly Problem[]): Problem[] {
  const credentials = findCredentials(content);
  return [...credentials.problems, ...withoutTexts(problems, credentials.texts)].map(locate);
}

/** Parses a YAML file; `missing` is the problem of one that does not exist. */
export function readYaml(file: string, missing: Problem, readFile: ReadFile): { yaml?: YamlFile; problems: Problem[] } {
  let text: string;
  try {
    text = readFile(file);
  } catch {
    return { problems: [missing] };
  }
  return parseYamlFile(file, text);
}

/** An SLA document with the environment's thresholds as defaults. A document of another shape is left to the schema. */
function applyThresholds(
  document: unknown,
  { driftLimit, severity, freshnessHours, alarmBudget, alarmMode }: Thresholds,
): unknown {
  if (!isPlainObject(document)) return document;
  const { features, thresholds, alarms = {} } = document;
  const filledAlarms = isPlainObject(alarms) ? { budget: alarmBudget, mode: alarmMode, ...alarms } : alarms;
  const ofEndpoint = { freshnessHours, ...document, alarms: filledAlarms };
  if (!isPlainObject(features)) return ofEndpoint;
  const filled = Object.entries(features).map(([name, feature]) => {
    if (!isPlainObject(feature)) return [name, feature];
    if (!('severity' in feature)) return [name, { severity, ...feature }];
    // A severity alone requests the default drift limit, unless the SLA has its own; a feature with neither has none.
    return [name, [thresholds, feature['thresholds']].some(limitsDrift) ? feature : { driftLimit, ...feature }];
  });
  return { ...ofEndpoint, features: Object.fromEntries(filled) };
}

function limitsDrift(thresholds: unknown): boolean {
  return isPlainObject(thresholds) && ('drift' in thresholds || 'categoricalDrift' in thresholds);
}
