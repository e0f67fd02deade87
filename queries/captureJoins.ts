export type Side = 'output' | 'input';

/** How the bodies of one side are read. */
export interface SideRows {
  /** Names of the columns in the captures, in order; none if the side is not read. */
  readonly names: readonly string[];
  /** Whether the schema declares the bodies as CSV, whatever content type was captured. */
  readonly isDeclaredCsv: boolean;
}

export type SidesRows = Readonly<Record<Side, SideRows>>;

/** Readings of a side with one column, where a blank line may be a missing value. */
const mostReadings = 3;
/** Names of the readings of a side's lines, the preferred one first. */
export const readingNames = (side: Side, { names }: SideRows) =>
  Array.from({ length: names.length === 1 ? mostReadings : 1 }, (_, i) => `${side}_${i}`);

/** The values of a line as texts, still in quotes. */
export const valueTexts = (line: string) =>
  `regexp_extract_all(concat(${line}, ','), '("(?:[^"]|"")*"|[^",][^,]*|),', 1)`;

/** A way to put the lines of both sides together. */
interface Join extends Readonly<Record<Side, string>> {
  readonly condition: string;
  /** Whether lines of both sides at the same place may be headers. */
  readonly mayHaveHeaders?: true;
}

/** The ways in order, as `joinSides` of the analyzer tries them: the first whose numbers of rows agree counts. */
export function joinsOf(rows: SidesRows): Join[] {
  if (rows.output.names.length === 0) {
    const isOnlyHeader = rows.input.names.length === 1 ? 'cardinality(input_0_plain) = 0' : 'false';
    return [
      { condition: isOnlyHeader, output: 'NULL', input: 'input_0', mayHaveHeaders: true },
      { condition: 'input_0 IS NOT NULL', output: 'NULL', input: 'input_0_plain' },
    ];
  }
  const readings = readingNames('output', rows.output).flatMap((output, i) =>
    readingNames('input', rows.input).map((input, j) => ({ output, input, order: i + j })),
  );
  return readings.sort((a, b) => a.order - b.order).flatMap((pair) => joinsOfReadings(pair, rows));
}

function joinsOfReadings({ output, input }: Readonly<Record<Side, string>>, rows: SidesRows): Join[] {
  const equal = (ofOutput: string, ofInput: string): Join => ({
    condition: `cardinality(${ofOutput}) = cardinality(${ofInput})`,
    output: ofOutput,
    input: ofInput,
  });
  const values = valueTexts(`${output}[1]`);
  // The response is one line with a value for each row of the request.
  const column: Join = {
    condition: `cardinality(${output}) = 1 AND cardinality(${input}) > 1 AND cardinality(${values}) = cardinality(${input})`,
    output: values,
    input,
  };
  return [
    ...(rows.output.names.length === 1 ? [column] : []),
    { ...equal(output, input), mayHaveHeaders: true },
    equal(output, `${input}_plain`),
    equal(`${output}_plain`, input),
    equal(`${output}_plain`, `${input}_plain`),
  ];
}
