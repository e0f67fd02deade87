import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { type CaptureSchema, type Column, parseCaptureSchema } from '../../contract/captureSchema';
import type { Sla } from '../../contract/sla';
import { UserError } from '../../contract/userError';
import { profileTable } from '../../quality/baseline/tables/profileTable';
import { planByOrder } from '../../quality/record/readingPlan';
import { recordRows } from '../../quality/record/recordRows';
import { invalidDocument, readCaptureSchema, readSla, readTextFile } from '../../store/documents';
import { type Day, planMockDay, planOwnDay } from './plan';

const root = resolve(__dirname, '..', '..');
const mockPayloads = join(root, 'assets', 'datasets', 'monitoring');

/** Subject of a rehearsal: an endpoint with its contract, its training data and the day to replay. */
export interface Subject {
  readonly day: Day;
  readonly schema: CaptureSchema;
  readonly sla: Sla;
  readonly training: { readonly file: string; readonly text: string };
  /** Settings of the endpoint in the stack's file, without the baseline. */
  readonly setting: Readonly<Record<string, string>>;
  /** Whether the day is that of the mock payloads, for which the result of each hour is known. */
  readonly mock: boolean;
  /** The same data under another endpoint with engine `analyzer`; undefined for the user's own data. */
  readonly analyzed?: Subject;
}

export interface OwnData {
  /** Folder of captures in SageMaker's layout. */
  readonly captures: string;
  /** CSV file with a header. */
  readonly training: string;
  /** Capture schema. @default inferred from the captures and the training data */
  readonly schema?: string;
  /** SLA. @default an SLA without features */
  readonly sla?: string;
}

/** Loads the mock payloads. Writes the SLA of the analyzer's endpoint to `folder` for the stack to read. */
export function loadMockSubject(folder: string): Subject {
  const day = planMockDay(join(mockPayloads, 'captures'));
  const schemaFile = join('schemas', day.endpoint, 'v1.yaml');
  const slaFile = join('assets', 'datasets', 'monitoring', 'sla.yaml');
  const subject: Subject = {
    day,
    schema: readCaptureSchema(join(root, schemaFile)),
    sla: readSla(join(root, slaFile)),
    training: { file: 'training.csv', text: readTextFile(join(mockPayloads, 'training.csv')) },
    setting: { engine: 'modelMonitor', schema: 'v1', sla: slaFile },
    mock: true,
  };
  return { ...subject, analyzed: underAnalyzer(subject, { schemaFile, folder }) };
}

function underAnalyzer(subject: Subject, { schemaFile, folder }: { schemaFile: string; folder: string }): Subject {
  const endpoint = `${subject.day.endpoint}-analyzer`;
  const sla = { ...subject.sla, endpoint };
  const slaFile = join(folder, 'analyzer-sla.yaml');
  mkdirSync(folder, { recursive: true });
  writeFileSync(slaFile, stringify(sla));
  return {
    ...subject,
    day: { ...subject.day, endpoint },
    sla,
    setting: { engine: 'analyzer', schema: subject.schema.version, schemaFile, sla: slaFile },
  };
}

/** Loads the user's own data. Writes the schema and the SLA, inferred if missing, to `folder` for the stack to read. */
export async function loadOwnSubject(own: OwnData, folder: string): Promise<Subject> {
  const day = planOwnDay(own.captures);
  const training = { file: basename(own.training), text: readTextFile(own.training) };
  const schema = own.schema ? readCaptureSchema(own.schema) : await inferSchema(own.training, day);
  const sla = own.sla ? readSla(own.sla) : emptySla(day.endpoint);
  mkdirSync(folder, { recursive: true });
  const [schemaFile, slaFile] = [join(folder, 'schema.yaml'), join(folder, 'sla.yaml')];
  writeFileSync(schemaFile, stringify(schema));
  writeFileSync(slaFile, stringify(sla));
  return {
    day,
    schema,
    sla,
    training,
    setting: { engine: 'modelMonitor', schema: schema.version, schemaFile, sla: slaFile },
    mock: false,
  };
}

function emptySla(endpoint: string): Sla {
  return {
    endpoint,
    owner: 'unknown',
    runbook: 'https://example.com/no-runbook-yet',
    freshnessHours: 2,
    features: {},
  };
}

/** Columns of the training data; the first of them are outputs, as many as the first capture record has. */
async function inferSchema(training: string, day: Day): Promise<CaptureSchema> {
  const files = [{ name: basename(training), path: training }];
  const profile = await profileTable({ files, format: { header: true } });
  if (profile.problems.length > 0) throw new UserError(profile.problems.join('\n'));
  const columns = profile.columns.map(({ statistics: { name, inferred_type: type } }): Column => {
    return { name, type: type === 'Unknown' ? 'String' : type };
  });
  const outputs = countOutputs(day);
  const { schema, problems } = parseCaptureSchema({
    version: 'v1',
    output: columns.slice(0, outputs),
    input: columns.slice(outputs),
  });
  if (!schema) throw invalidDocument(training, problems);
  return schema;
}

/** Number of output columns of the first usable record. */
function countOutputs(day: Day): number {
  for (const { body } of day.hours.flatMap(({ files }) => files)) {
    for (const line of body.toString('utf8').split('\n')) {
      const count = countRecordOutputs(line);
      if (count !== undefined) return count;
    }
  }
  return 1;
}

function countRecordOutputs(line: string): number | undefined {
  try {
    const record = JSON.parse(line) as { captureData?: { endpointOutput?: unknown } };
    if (!record.captureData?.endpointOutput) return undefined;
    const answer = JSON.stringify({ captureData: { endpointOutput: record.captureData.endpointOutput } });
    return recordRows(answer, planByOrder([])).rows[0]?.length;
  } catch {
    return undefined;
  }
}
