import { type Column, columnSchema, parseCaptureSchema } from '../../contract/captureSchema';
import { UserError } from '../../contract/userError';
import { inferColumns } from '../../quality/profile/inferColumns';
import { type ProposedColumn, type ProposedSchema, schemaOf } from '../../quality/schema/schemaText';
import { invalidDocument, readTextFile } from '../../store/documents';

const types: readonly string[] = columnSchema.shape.type.options;
const columnPattern = new RegExp(`^(?<name>[^:,]+):(?<type>${types.join('|')})$`);

/** Columns of an endpoint, and where they come from, for error texts. */
export interface EndpointColumns {
  readonly source: string;
  readonly columns: readonly ProposedColumn[];
}

/** The columns of a training file: a CSV with a header row. Throws a UserError if it cannot be read. */
export function readTrainingColumns(file: string): EndpointColumns {
  const columns = inferColumns(file, readTextFile(file)).map(
    ({ name, type }): ProposedColumn =>
      type === 'Unknown' ? { name, type: 'String', doubt: 'no values: check the type' } : { name, type },
  );
  return { source: file, columns };
}

/** Parses a list such as `score:Fractional,age:Integral`. Throws a UserError that names the first invalid entry. */
export function parseColumns(list: string): EndpointColumns {
  const columns = list.split(',').map((entry): Column => {
    const { name, type } = columnPattern.exec(entry.trim())?.groups ?? {};
    if (name !== undefined) return { name, type: type as Column['type'] };
    throw new UserError(`invalid column '${entry.trim()}': expected <name>:<type> with type ${types.join(', ')}`);
  });
  return { source: 'the column list', columns };
}

/** Reads a person's answer: a list of columns, or the path of a training file. */
export function readColumnsAnswer(answer: string): EndpointColumns {
  return columnPattern.test(answer.split(',')[0]?.trim() ?? '') ? parseColumns(answer) : readTrainingColumns(answer);
}

/**
 * The first version of an endpoint's schema. `prediction` names the columns that the model returns.
 * @param prediction default: the first column
 */
export function firstSchema({ source, columns }: EndpointColumns, prediction?: readonly string[]): ProposedSchema {
  const names = columns.map(({ name }) => name);
  const outputs = prediction ?? names.slice(0, 1);
  const unknown = outputs.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new UserError(`--prediction: unknown column '${unknown}' in ${source}; known columns: ${names.join(', ')}`);
  }
  const schema = {
    version: 'v1',
    output: columns.filter(({ name }) => outputs.includes(name)),
    input: columns.filter(({ name }) => !outputs.includes(name)),
  };
  const { problems } = parseCaptureSchema(schemaOf(schema));
  if (problems.length > 0) throw invalidDocument(source, problems);
  return schema;
}
