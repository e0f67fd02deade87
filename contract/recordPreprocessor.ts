import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BodyReading, type Column, captureKeyOf, columnsOf, type SchemaContent } from './captureSchema';
import { columnKeys } from './columnKeys';
import { envelopeKeys } from './envelopeKeys';
import { parseJmesPath } from './jmesPath';

/** Whether Model Monitor's container reads captures by the schema only with a record preprocessor. */
export function needsPreprocessor(schema: SchemaContent): boolean {
  const { captures = {} } = schema;
  const isMapped = ({ path, capturedAs, ignored }: Column) =>
    path !== undefined || capturedAs !== undefined || ignored === true;
  const isDeclared = (reading: BodyReading = {}) => Object.values(reading).some((value) => value !== undefined);
  return (
    captures.exclude !== undefined ||
    isDeclared(captures.input) ||
    isDeclared(captures.output) ||
    columnsOf(schema).some(isMapped)
  );
}

/** The record preprocessor of a schema; undefined if the container needs none. */
export function preprocessorOf(schema: SchemaContent): string | undefined {
  return needsPreprocessor(schema) ? composePreprocessor(schema) : undefined;
}

/** Files of the script, in order. The container takes only one file. */
const scriptParts = ['record', 'modelServerJson', 'jmesPath'];

/**
 * The record preprocessor of a schema for Model Monitor's container: a Python script with `preprocess_handler`, which returns
 * the rows of a record as flat objects, their keys in the order of the columns.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-pre-and-post-processing.html
 */
export function composePreprocessor({ output, input, captures }: SchemaContent): string {
  const mapping = {
    exclude: captures?.exclude === undefined ? null : parseJmesPath(captures.exclude).node,
    output: sideMapping(output, captures?.output, new Set()),
    input: sideMapping(input, captures?.input, new Set(output.map(captureKeyOf))),
    rowKeys: envelopeKeys.rows,
    settingKeys: envelopeKeys.settings,
    valueKeys: envelopeKeys.values,
  };
  const read = (part: string) => readFileSync(join(__dirname, 'preprocessor', `${part}.py`), 'utf8');
  const template = scriptParts.map(read).join('\n\n');
  return template.replace('r"""{}"""', () => `r"""${JSON.stringify(mapping, null, 2)}"""`);
}

function sideMapping(
  columns: readonly Column[],
  { contentType, header = false, rows }: BodyReading = {},
  otherKeys: ReadonlySet<string>,
) {
  const keys = columnKeys(columns, otherKeys);
  return {
    contentType: contentType ?? null,
    header,
    rows: rows === undefined ? null : parseJmesPath(rows).node,
    columns: columns.map((column, i) => {
      const path = column.path === undefined ? undefined : parseJmesPath(column.path);
      return {
        name: column.name,
        key: captureKeyOf(column),
        keys: keys[i],
        path: path?.node ?? null,
        firstKey: path?.firstKey ?? null,
        ignored: column.ignored ?? false,
      };
    }),
  };
}
