import { type BodyReading, type Column, captureKeyOf, type SchemaContent } from '../../contract/captureSchema';
import { columnKeys } from '../../contract/columnKeys';
import { parseJmesPath } from '../../contract/jmesPath';
import { type JsonRowReader, jsonRowReader } from './jsonRows';
import { type RecordExclusion, recordExclusion } from './recordExclusion';

export type CaptureSide = 'output' | 'input';

/** Members of `captureData`, by side. The output comes first, as in Model Monitor. */
export const bodyKeys = { output: 'endpointOutput', input: 'endpointInput' } as const satisfies Record<
  CaptureSide,
  string
>;

/** How the bodies of one side are read. */
export interface SidePlan {
  /** Number of captured columns, ignored ones too; undefined if the side's columns are not known. */
  readonly width: number | undefined;
  /** The names under which the columns are captured, in order; empty if they are not known. */
  readonly names: readonly string[];
  /** A column's place by each name that it may be captured under. */
  readonly places: ReadonlyMap<string, number>;
  /** Name of the side's settings in the schema, such as `captures.input`; undefined without a schema. */
  readonly settings?: string | undefined;
  /** Used instead of the content type of the captures. */
  readonly contentType?: string | undefined;
  /** Whether the text `null` of a CSV body is a missing value: a single column of numbers. */
  readonly nullIsMissing: boolean;
  /** Whether each CSV body begins with its header. */
  readonly header: boolean;
  /** Whether an expression of the side compares or computes: then JSON bodies are parsed with numbers, not with their texts. */
  readonly needsNumbers: boolean;
  /** Reads the rows of a parsed JSON body. */
  readonly rowsOfJson: JsonRowReader;
}

/** How captures are read: made once, from a schema. */
export interface ReadingPlan extends Readonly<Record<CaptureSide, SidePlan>> {
  /** Undefined if no record is left out. */
  readonly exclusion?: RecordExclusion | undefined;
}

/** How the captures of a schema are read: each side's names are looked up among its own columns. */
export function readingPlanOf({ output, input, captures }: SchemaContent): ReadingPlan {
  return {
    output: sidePlan('output', output, captures?.output, new Set()),
    input: sidePlan('input', input, captures?.input, new Set(output.map(captureKeyOf))),
    exclusion: captures?.exclude === undefined ? undefined : recordExclusion(captures.exclude),
  };
}

/**
 * How captures are read whose columns are known by one list for both sides, or not at all: rows are taken as they are, and
 * the values of an object that has only known keys in the list's order.
 */
export function planByOrder(names: readonly string[]): ReadingPlan {
  const side: SidePlan = {
    width: undefined,
    names: [],
    places: new Map(),
    nullIsMissing: false,
    header: false,
    needsNumbers: false,
    rowsOfJson: jsonRowReader({ order: new Map(names.map((name, i) => [name, i])) }),
  };
  return { output: side, input: side };
}

function sidePlan(
  side: CaptureSide,
  columns: readonly Column[],
  { contentType, header = false, rows }: BodyReading = {},
  otherNames: ReadonlySet<string>,
): SidePlan {
  const names = columns.map(captureKeyOf);
  const { length: width } = names;
  const settings = `captures.${side}`;
  const keys = columnKeys(columns, otherNames);
  const places = new Map(keys.flatMap((columnNames, i) => columnNames.map((key): [string, number] => [key, i])));
  const paths = columns.map(({ path }) => (path === undefined ? undefined : parseJmesPath(path)));
  const rowsPath = rows === undefined ? undefined : parseJmesPath(rows);
  const isNumber = ({ type }: Column) => type === 'Integral' || type === 'Fractional';
  return {
    settings,
    width,
    names,
    places,
    nullIsMissing: width === 1 && columns.every(isNumber),
    contentType,
    header,
    needsNumbers: [rowsPath, ...paths].some((path) => path?.readsValues),
    rowsOfJson: jsonRowReader({ settings, width, places, names, paths, rows: rowsPath }),
  };
}
