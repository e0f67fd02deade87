import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { stringify } from 'yaml';
import { type CaptureSchema, type Column, parseCaptureSchema } from '../../contract/captureSchema';
import type { Sla } from '../../contract/sla';
import { columnStatistics } from '../../quality/profile/columnStatistics';
import { recordRows } from '../../quality/record/recordRows';
import { mistakes, readCaptureSchema, readSla, readText } from '../../store/documents';
import { type Day, mockDay, ownDay } from './plan';

const root = resolve(__dirname, '..', '..');
const mockPayloads = join(root, 'assets', 'datasets', 'monitoring');

/** What a rehearsal is about: an endpoint, its contract, what it was trained on and the day that is replayed. */
export interface Subject {
  readonly day: Day;
  readonly schema: CaptureSchema;
  readonly sla: Sla;
  readonly training: { readonly file: string; readonly text: string };
  /** Setting of the endpoint in the stack's file, without its baseline. */
  readonly setting: Readonly<Record<string, string>>;
  /** Whether the day is the mock payloads', of which is known what each hour must show. */
  readonly mock: boolean;
}

export interface OwnData {
  /** Folder of captures, as SageMaker writes them. */
  readonly captures: string;
  /** CSV with a header. */
  readonly training: string;
  /** Capture schema; inferred from the other two when there is none. */
  readonly schema?: string;
  /** SLA; when there is none, one that demands nothing of any feature. */
  readonly sla?: string;
}

export function mockSubject(): Subject {
  const day = mockDay(join(mockPayloads, 'captures'));
  const schemaFile = join('schemas', day.endpoint, 'v1.yaml');
  const slaFile = join('assets', 'datasets', 'monitoring', 'sla.yaml');
  return {
    day,
    schema: readCaptureSchema(join(root, schemaFile)),
    sla: readSla(join(root, slaFile)),
    training: { file: 'training.csv', text: readText(join(mockPayloads, 'training.csv')) },
    setting: { engine: 'modelMonitor', schema: 'v1', sla: slaFile },
    mock: true,
  };
}

/** Somebody's own data; files that are missing are inferred and put into `folder`, where the stack reads them. */
export function ownSubject(own: OwnData, folder: string): Subject {
  const day = ownDay(own.captures);
  const training = { file: basename(own.training), text: readText(own.training) };
  const schema = own.schema ? readCaptureSchema(own.schema) : inferSchema(training, day);
  const sla: Sla = own.sla
    ? readSla(own.sla)
    : {
        endpoint: day.endpoint,
        owner: 'unknown',
        runbook: 'https://example.com/no-runbook-yet',
        freshnessHours: 2,
        features: {},
      };
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

/** Columns from the training window's header and values; as many outputs as the first capture record has. */
function inferSchema(training: { file: string; text: string }, day: Day): CaptureSchema {
  const [header = [], ...rows] = parseCsv(training.text, { bom: true, relaxColumnCount: true }) as string[][];
  const columns = header.map((name, i): Column => {
    const { inferred_type } = columnStatistics(
      name,
      rows.map((row) => row[i] || null),
    ).statistics;
    return { name, type: inferred_type === 'Unknown' ? 'String' : inferred_type };
  });
  const outputs = outputColumns(day);
  const { schema, problems } = parseCaptureSchema({
    version: 'v1',
    output: columns.slice(0, outputs),
    input: columns.slice(outputs),
  });
  if (!schema) throw mistakes(training.file, problems);
  return schema;
}

/** How many columns the first readable record's prediction has. */
function outputColumns(day: Day): number {
  for (const { body } of day.hours.flatMap(({ files }) => files)) {
    for (const line of body.toString('utf8').split('\n')) {
      const width = outputWidth(line);
      if (width !== undefined) return width;
    }
  }
  return 1;
}

function outputWidth(line: string): number | undefined {
  try {
    const record = JSON.parse(line) as { captureData?: { endpointOutput?: unknown } };
    if (!record.captureData?.endpointOutput) return undefined;
    const [row] = recordRows(
      JSON.stringify({ captureData: { endpointOutput: record.captureData.endpointOutput } }),
      [],
    );
    return row?.length;
  } catch {
    return undefined;
  }
}
