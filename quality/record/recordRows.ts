import { objectOf, parseLine, parseWithNumberTexts } from '../json/jsonRecord';
import type { BodyOddity } from './bodyOddities';
import { type CaptureBody, type CapturedRows, captureBodyRows } from './captureBody';
import type { ContainerRefusalKind } from './containerRefusals';
import { joinSides, withoutHeaders } from './joinSides';
import type { BodyRow } from './jsonRows';
import { bodyKeys, type CaptureSide, type ReadingPlan } from './readingPlan';

/** A row that a record names, but no column. */
export interface UnknownKeyRows {
  readonly side: CaptureSide;
  readonly key: string;
  readonly rows: number;
}

/** What a record shows besides its rows. */
export interface RecordNotes {
  /** Headers that stood among the rows. */
  readonly headers: number;
  readonly unknownKeys: readonly UnknownKeyRows[];
  /** What Model Monitor's container refuses in this record by itself. */
  readonly refusals: readonly ContainerRefusalKind[];
  /** What is odd about a side although it can be read. */
  readonly oddities: readonly BodyOddity[];
  /** Whether a side is in BASE64. */
  readonly base64: boolean;
  /** Whether the schema excludes the record: then it has no rows, and nothing else is known of it. */
  readonly excluded: boolean;
}

/** The rows of a record. */
export interface RecordRows {
  /** The output's columns first, as in Model Monitor. */
  readonly rows: readonly BodyRow[];
  /** Of each row, the number of values that are the output's. */
  readonly outputWidths: readonly number[];
  readonly notes: RecordNotes;
}

/** A record that cannot be used. The message is one clause. */
export class RecordError extends Error {
  override readonly name = 'RecordError';

  constructor(
    message: string,
    /** Rows that it would have had, as far as they can be counted; at least 1. */
    readonly rows: number,
  ) {
    super(message);
  }
}

/** A side that the record has: its body and rows, or why they cannot be read. */
interface SideRead {
  readonly side: CaptureSide;
  readonly body: CaptureBody;
  readonly read: CapturedRows | undefined;
  readonly problem?: string;
}

const excludedRecord: RecordRows = {
  rows: [],
  outputWidths: [],
  notes: { headers: 0, unknownKeys: [], refusals: [], oddities: [], base64: false, excluded: true },
};

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Reads the rows of one capture record. Throws a RecordError when it cannot be read. */
export function recordRows(line: string, plan: ReadingPlan): RecordRows {
  const record = parseLine(line);
  if (plan.exclusion?.isExcluded(record)) return excludedRecord;
  const captureData = objectOf(record, 'captureData');
  if (!captureData) throw new RecordError("the record has no 'captureData' object", 1);
  const sides = (['output', 'input'] as const).flatMap((side): SideRead[] => {
    // Where no column of an answer is expected, an answer is not read.
    const body =
      plan[side].width === 0 ? undefined : (objectOf(captureData, bodyKeys[side]) as CaptureBody | undefined);
    if (!body) return [];
    try {
      return [{ side, body, read: captureBodyRows(withDataAsText(body, line, bodyKeys[side]), plan[side]) }];
    } catch (error) {
      return [{ side, body, read: undefined, problem: `${bodyKeys[side]}: ${messageOf(error)}` }];
    }
  });
  const rowsAtLeast = Math.max(1, ...sides.map(({ read }) => read?.rows.length ?? 0));
  const problem = sides.find((side) => side.problem !== undefined)?.problem;
  if (problem !== undefined) throw new RecordError(problem, rowsAtLeast);
  if (sides.length === 0) {
    const expected = plan.output.width === 0 ? "no 'endpointInput'" : "neither 'endpointOutput' nor 'endpointInput'";
    throw new RecordError(`'captureData' has ${expected}`, 1);
  }
  try {
    const { rows, outputWidths, headers } = rowsOfSides(sides, plan);
    return { rows, outputWidths, notes: { headers, excluded: false, ...notesOf(sides) } };
  } catch (error) {
    throw new RecordError(messageOf(error), rowsAtLeast);
  }
}

function rowsOfSides(
  sides: readonly SideRead[],
  plan: ReadingPlan,
): Pick<RecordRows, 'rows' | 'outputWidths'> & { headers: number } {
  const [first, second] = sides.map(({ side, read }) => ({
    name: `the ${side}`,
    read: read ?? { rows: [] },
    side: plan[side],
  }));
  if (first && second) {
    const joined = joinSides(first, second);
    return {
      rows: joined.second.map((row, i) => [...(joined.first[i] ?? []), ...row]),
      outputWidths: joined.second.map((_, i) => joined.first[i]?.length ?? 0),
      headers: joined.headers,
    };
  }
  const { rows, headers } = first ? withoutHeaders(first) : { rows: [], headers: 0 };
  return { rows, headers, outputWidths: rows.map(({ length }) => (sides[0]?.side === 'output' ? length : 0)) };
}

/** What the bodies show besides their rows. */
export function notesOf(
  sides: readonly Pick<SideRead, 'side' | 'body' | 'read'>[],
): Pick<RecordNotes, 'unknownKeys' | 'refusals' | 'oddities' | 'base64'> {
  const encodings = new Set(sides.map(({ body }) => body.encoding));
  const refusals: ContainerRefusalKind[] = [];
  if (encodings.size > 1) refusals.push('encodings');
  for (const { side, body, read } of sides) {
    if (body.encoding !== 'CSV' && read?.nested) refusals.push(side === 'input' ? 'nestedRequest' : 'nestedAnswer');
  }
  const unknownKeys = sides.flatMap(({ side, read }) =>
    [...(read?.unknownKeys ?? [])].map(([key, rows]) => ({ side, key, rows })),
  );
  const oddities = [...new Set(sides.flatMap(({ read }) => read?.oddities ?? []))];
  return { unknownKeys, refusals, oddities, base64: encodings.has('BASE64') };
}

/** Data that was captured as an object instead of a text loses `39.0` in JSON.parse: read it with numbers as texts. */
function withDataAsText(body: CaptureBody, line: string, name: string): CaptureBody {
  if (body.encoding !== 'JSON' || typeof body.data === 'string') return body;
  const captureData = objectOf(parseWithNumberTexts(line, 'the line'), 'captureData');
  return (captureData && (objectOf(captureData, name) as CaptureBody | undefined)) ?? body;
}
