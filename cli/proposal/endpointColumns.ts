import { type Column, columnSchema, parseCaptureSchema } from '../../contract/captureSchema';
import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { shownText } from '../../contract/shownText';
import { UserError } from '../../contract/userError';
import { profileTable } from '../../quality/baseline/tables/profileTable';
import type { TrainingRows } from '../../quality/baseline/trainingRows';
import type { ColumnProfile } from '../../quality/profile/columnStatistics';
import { textKind } from '../../quality/profile/valueKinds';
import { type ProposedColumn, type ProposedSchema, schemaOf } from '../../quality/schema/schemaText';
import { invalidDocument } from '../../store/documents';
import { type TableOptions, tableFormat, withTableFiles } from '../input/tableFiles';
import { exitCodes } from '../terminal/exitCodes';
import { showTableProgress } from '../terminal/progress';
import { warnOfRejects } from '../terminal/warnOfRejects';

const types: readonly string[] = columnSchema.shape.type.options;
const columnPattern = new RegExp(`^(?<name>[^:,]+):(?<type>${types.join('|')})$`);

/** Columns of an endpoint, and where they come from, for error texts. */
export interface EndpointColumns {
  readonly source: string;
  readonly columns: readonly ProposedColumn[];
  /** Statistics of the columns, by name; empty when they are unknown. */
  readonly statistics: ReadonlyMap<string, FeatureStatistics>;
}

/** Where a training table is, and how it is read. */
export interface TrainingSource extends TableOptions {
  /** Files, folders and `s3://` addresses. */
  readonly training: readonly string[];
  readonly endpointUrl?: string;
}

/** The columns of training files. Throws a UserError if they cannot be read. */
export async function readTrainingColumns(source: TrainingSource): Promise<EndpointColumns> {
  const rows = await readProfile(source);
  judgeRejects(rows.rows, rows.rejects);
  return {
    source: source.training.join(', '),
    columns: rows.columns.map(proposeColumn),
    statistics: new Map(rows.columns.map(({ statistics }) => [statistics.name, statistics])),
  };
}

/** The rows of table files without a schema. Throws a UserError that lists why they cannot be read. */
export async function readProfile({ training, endpointUrl, ...options }: TrainingSource): Promise<TrainingRows> {
  return withTableFiles(training, endpointUrl, async (files) => {
    const onProgress = showTableProgress(files);
    const rows = await profileTable({ files, format: tableFormat(options), onProgress });
    if (rows.problems.length > 0) throw new UserError(rows.problems.join('\n'));
    return rows;
  });
}

/** Warns of too many rejects, and sets the exit code by them. */
export function judgeRejects(rows: number, { rows: rejected = 0, causes: [first] }: TrainingRows['rejects']): void {
  if (warnOfRejects({ rows, rejected, first })) process.exitCode = exitCodes.rejects;
}

/** Whole numbers of so few values may be codes. */
const [maxCodes, minCodedRows] = [20, 100];

function proposeColumn({ statistics, types, present, distinct, firstOther }: ColumnProfile): ProposedColumn {
  const { name, inferred_type: type } = statistics;
  if (type === 'Unknown') {
    return { name, type: 'String', mayBeEmpty: true, doubt: 'no values: check the type' };
  }
  const odd = types.String + types.Boolean;
  const kind = firstOther && textKind(firstOther.value);
  if (firstOther && (odd < present / 2 || (kind && !kind.mayBeText))) {
    const what = kind ? `, ${kind.noun}: ${kind.remedy}` : '';
    const doubt = `${odd} of ${present} values ${odd === 1 ? 'is not a number' : 'are not numbers'}, first '${shownText(firstOther.value)}' in line ${firstOther.line}${what}`;
    return { name, type, doubt };
  }
  const mayBeCodes = type === 'Integral' && distinct > 2 && distinct <= maxCodes && present >= minCodedRows;
  return mayBeCodes ? { name, type, doubt: `${distinct} whole numbers: Category if they are codes` } : { name, type };
}

/** Parses a list such as `score:Fractional,age:Integral`. Throws a UserError that names the first invalid entry. */
export function parseColumns(list: string): EndpointColumns {
  const columns = list.split(',').map((entry): Column => {
    const { name, type } = columnPattern.exec(entry.trim())?.groups ?? {};
    if (name !== undefined) return { name, type: type as Column['type'] };
    throw new UserError(`invalid column '${entry.trim()}': expected <name>:<type> with type ${types.join(', ')}`);
  });
  return { source: 'the column list', columns, statistics: new Map() };
}

/** Reads a person's answer: a list of columns, or the path of a training file. */
export async function readColumnsAnswer(answer: string): Promise<EndpointColumns> {
  return columnPattern.test(answer.split(',')[0]?.trim() ?? '')
    ? parseColumns(answer)
    : readTrainingColumns({ training: [answer], header: true });
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

/** Parses the value of `--prediction`: names, separated by commas. */
export function parsePrediction(list: string | undefined): string[] | undefined {
  return list?.split(',').map((name) => name.trim());
}
