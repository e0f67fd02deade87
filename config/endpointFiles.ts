import { type CaptureSchema, parseCaptureSchema } from '../contract/captureSchema';
import { isPlainObject } from '../contract/isPlainObject';
import type { Problem } from '../contract/problem';
import { parseSla, type Sla, slaProblems } from '../contract/sla';
import type { EnvironmentDefaults } from './defaults';
import type { LenientSettings } from './settingsSchema';
import { withoutMistakes } from './withoutMistakes';
import { parseYamlFile, type YamlFile } from './yamlFile';

type Thresholds = EnvironmentDefaults['thresholds'];
type LenientEndpoint = LenientSettings['endpoints'][string];

/** Reads a text file by its path from the program's folder; throws where there is none. */
export type ReadFile = (path: string) => string;

export interface EndpointFiles {
  readonly schema?: CaptureSchema;
  readonly sla?: Sla;
  readonly problems: readonly Problem[];
}

const correctThePath = "add it, or correct the path, which starts at the program's folder";

/** Reads the capture schema and the SLA of an endpoint, and checks that they fit each other and the endpoint. */
export function readEndpointFiles(
  name: string,
  { schema: version, schemaFile, sla: slaFile }: LenientEndpoint,
  thresholds: Thresholds,
  readFile: ReadFile,
): EndpointFiles {
  const { schema, problems } =
    version === undefined ? { problems: [] } : readSchema(name, version, schemaFile, readFile);
  if (slaFile === undefined) return { ...(schema ? { schema } : {}), problems };
  const { sla, problems: more } = readSla(name, slaFile, schema, thresholds, readFile);
  return { ...(schema ? { schema } : {}), ...(sla ? { sla } : {}), problems: [...problems, ...more] };
}

function readSchema(
  name: string,
  version: string,
  givenFile: string | undefined,
  readFile: ReadFile,
): { schema?: CaptureSchema; problems: Problem[] } {
  const file = givenFile ?? `schemas/${name}/${version}.yaml`;
  const missing =
    givenFile === undefined
      ? { path: ['endpoints', name, 'schema'], text: `no file ${file}; add it, with the captures' columns` }
      : { path: ['endpoints', name, 'schemaFile'], text: `no file ${file}; ${correctThePath}` };
  const { yaml, problems } = readYaml(file, missing, readFile);
  if (!yaml) return { problems };
  const read = parseCaptureSchema(yaml.content);
  const wrong = [...read.problems];
  if (read.schema && read.schema.version !== version) {
    wrong.push({ path: ['version'], text: `must be ${version}, the schema that endpoint ${name} names` });
  }
  return wrong.length > 0 || !read.schema
    ? { problems: wrong.map(yaml.locate) }
    : { schema: read.schema, problems: [] };
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
    text: `no file ${file}; ${correctThePath}`,
  };
  const { yaml, problems } = readYaml(file, missing, readFile);
  if (!yaml) return { problems };
  const document = withThresholds(yaml.content, thresholds);
  const { sla, problems: wrong } = parseSla(document);
  const readable = sla ?? withoutItsMistakes(document, wrong, name);
  const content = readable ? contentProblems(name, readable, schema) : [];
  const all = [...wrong, ...content].map(yaml.locate);
  return sla && all.length === 0 ? { sla, problems: [] } : { problems: all };
}

/** What can be read of an SLA that has mistakes, so that the rest is checked in the same go. */
function withoutItsMistakes(document: unknown, problems: readonly Problem[], endpoint: string): Sla | undefined {
  if (!isPlainObject(document)) return undefined;
  const placeholders = { endpoint, owner: 'nobody', runbook: 'https://runbook.invalid', features: {} };
  return parseSla({ ...placeholders, ...withoutMistakes(document, problems) }).sla;
}

function contentProblems(name: string, sla: Sla, schema: CaptureSchema | undefined): Problem[] {
  const other =
    sla.endpoint === name
      ? []
      : [
          {
            path: ['endpoint'],
            text: `is ${sla.endpoint}, but endpoint ${name} names this file; give each its own SLA`,
          },
        ];
  return [...other, ...(schema ? slaProblems(sla, schema) : [])];
}

function readYaml(file: string, missing: Problem, readFile: ReadFile): { yaml?: YamlFile; problems: Problem[] } {
  let text: string;
  try {
    text = readFile(file);
  } catch {
    return { problems: [missing] };
  }
  return parseYamlFile(file, text);
}

/** An SLA document with the environment's thresholds where it says nothing; one of another shape is left to the schema. */
function withThresholds(document: unknown, { driftLimit, severity, freshnessHours }: Thresholds): unknown {
  if (!isPlainObject(document)) return document;
  const { features } = document;
  if (!isPlainObject(features)) return { freshnessHours, ...document };
  const filled = Object.entries(features).map(([name, feature]) => {
    if (!isPlainObject(feature)) return [name, feature];
    // A severity alone asks for a drift alarm; a feature with neither is not watched for drift.
    return [name, 'severity' in feature ? { driftLimit, ...feature } : { severity, ...feature }];
  });
  return { freshnessHours, ...document, features: Object.fromEntries(filled) };
}
