import { join } from 'node:path';
import { defaultFreshnessHours } from '../../contract/sla';
import { contractPaths, firstSchemaText, firstSlaText } from '../proposal/contractTexts';
import { firstSchema, parsePrediction, readTrainingColumns, type TrainingSource } from '../proposal/endpointColumns';
import { writeNewFiles } from '../proposal/writeNewFiles';
import { refuseInvalidNames } from '../terminal/options';
import { printJson, printText } from '../terminal/output';

interface ProposeOptions extends TrainingSource {
  readonly endpoint: string;
  readonly owner: string;
  /** Names, separated by commas. */
  readonly prediction?: string;
  readonly out: string;
  readonly json: boolean;
}

/** Writes a schema with the columns of training files, and an SLA to start from. */
export async function proposeSchema(options: ProposeOptions): Promise<void> {
  const { endpoint, owner, prediction, out, json } = options;
  refuseInvalidNames({ endpoint, schema: 'v1' });
  const columns = await readTrainingColumns(options);
  const schema = firstSchema(columns, parsePrediction(prediction));
  const paths = contractPaths(endpoint);
  const { statistics } = columns;
  const files = new Map([
    [paths.schema, firstSchemaText(schema)],
    [paths.sla, firstSlaText({ endpoint, owner, freshnessHours: defaultFreshnessHours, schema, statistics })],
  ]);
  await writeNewFiles(out, files);
  const written = [...files.keys()].map((name) => join(out, name));
  if (json) return printJson({ endpoint, schema, written });
  const { output, input } = schema;
  const doubts = [...output, ...input].flatMap(({ name, doubt }) => (doubt === undefined ? [] : [`${name}: ${doubt}`]));
  printText(
    [
      ...written.map((name) => `written: ${name}`),
      `prediction: ${output.map(({ name }) => name).join(', ')}; ${input.length} columns of the request`,
      ...doubts.map((doubt) => `check ${doubt}`),
      'check the comments in these files, then run baseline derive with them',
    ].join('\n'),
  );
}
