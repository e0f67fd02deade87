import { type FeatureBins, listedNumbers } from '../contract/calibration';
import { type CaptureSelection, captureRows, unquotedValue } from './captureRows';
import { quoteText } from './sqlText';

/** A column whose values are counted. */
export interface CountedColumn {
  /** Name in the captures. */
  readonly name: string;
  /** Whether its values are counted by their texts, whatever they look like. */
  readonly isText: boolean;
  readonly isIgnored: boolean;
  /** Whether the text `null` is a missing value. */
  readonly nullIsMissing: boolean;
  /** Where the baseline cuts it; undefined if it has no distribution. */
  readonly bins: FeatureBins | undefined;
  /** Texts that are counted one by one besides its categories. */
  readonly trackedTexts: readonly string[];
  /** A number near the mean: squares are added up around it, so that no digits are lost. */
  readonly center: number;
}

export interface CountedSide {
  readonly columns: readonly CountedColumn[];
  readonly isDeclaredCsv: boolean;
}

export interface CaptureCounts extends CaptureSelection {
  readonly output: CountedSide;
  readonly input: CountedSide;
}

/** Most frequent texts of a column that are listed besides its categories. */
export const listedTexts = 200;

/** A number as Model Monitor reads it: a blank may follow the sign. */
const numberPattern = '\\A[+-]? ?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\\z';
const integralPattern = '\\A[+-]? ?[0-9]+\\z';
/** Separates texts in one literal; values with it are not counted one by one. */
const separator = '\u001f';

/** Typed values by cell, and what is counted of each cell. */
const countedCells = `cells AS (
  SELECT
    *,
    number - center AS offset_value,
    CASE
      WHEN value IS NULL THEN 'missing'
      WHEN column_number = 0 THEN concat('rows:', value)
      WHEN (is_text OR number IS NULL) AND contains(known_texts, value) THEN concat('text:', value)
      WHEN is_text OR number IS NULL THEN 'texts'
      WHEN common IS NULL THEN 'numbers'
      ELSE concat(
        'numbers:',
        CAST(coalesce(cardinality(edges) - width_bucket(-number, edges), 0) AS varchar),
        CASE WHEN number = common THEN ' common' ELSE '' END,
        CASE WHEN number = 0 THEN ' zero' ELSE '' END,
        CASE
          WHEN contains(known_numbers, number) THEN ' known'
          WHEN number > known_numbers[1] AND number < known_numbers[cardinality(known_numbers)] THEN ''
          WHEN number BETWEEN low AND high THEN ' known'
          ELSE ''
        END
      )
    END AS cell
  FROM typed
)
SELECT
  column_number,
  cell,
  sum(value_rows) AS value_rows,
  sum(record_rows) AS record_rows,
  sum(CASE WHEN regexp_like(value, ${quoteText(integralPattern)}) AND number IS NOT NULL THEN value_rows ELSE 0 END) AS integral_rows,
  sum(CASE WHEN NOT regexp_like(value, ${quoteText(integralPattern)}) AND number IS NOT NULL THEN value_rows ELSE 0 END) AS fractional_rows,
  sum(CASE WHEN value IN ('true', 'false') THEN value_rows ELSE 0 END) AS boolean_rows,
  CASE WHEN cell LIKE 'numbers%' THEN count(DISTINCT number) ELSE count(value) END AS distinct_values,
  min(number) AS low,
  max(number) AS high,
  sum(number * value_rows) AS total,
  sum(offset_value * value_rows) AS deviation,
  sum(offset_value * offset_value * value_rows) AS squares,
  min(file) AS example_file,
  json_format(CAST(max_by(CASE WHEN cell = 'texts' THEN value END, CASE WHEN cell = 'texts' THEN value_rows END, ${listedTexts}) AS JSON)) AS texts,
  json_format(CAST(max(CASE WHEN cell = 'texts' THEN value_rows END, ${listedTexts}) AS JSON)) AS text_rows
FROM cells
GROUP BY column_number, cell
ORDER BY column_number, cell`;

/**
 * The statement that counts a window's captures at a baseline's cut points: of each column the rows by cell, which are the
 * bins of numbers, each once more by what else is counted of them, known texts, other texts, and missing values. Column 0
 * has the rows, by the reason for which they are not counted.
 */
export function countCaptures({ output, input, ...selection }: CaptureCounts): string {
  const columns = [...output.columns, ...input.columns];
  const sideRows = ({ columns: ofSide, isDeclaredCsv }: CountedSide) => ({
    names: ofSide.map(({ name }) => name),
    isDeclaredCsv,
  });
  const counted = columns.flatMap((column, i) => (column.isIgnored ? [] : [{ ...column, number: i + 1 }]));
  const outputWidth = output.columns.length;
  const value =
    outputWidth === 0
      ? 'input_values[column_number]'
      : `CASE WHEN column_number <= ${outputWidth} THEN output_values[column_number] ELSE input_values[column_number - ${outputWidth}] END`;
  return `WITH ${captureRows(selection, { output: sideRows(output), input: sideRows(input) })},
cut_values AS (
  SELECT
    column_number,
    CASE WHEN column_number = 0 THEN coalesce(reason, 'counted') ELSE ${unquotedValue(value)} END AS value,
    CASE WHEN column_number = 0 THEN file END AS file,
    row_count
  FROM cut_rows
  CROSS JOIN UNNEST(sequence(0, CASE WHEN reason IS NULL THEN ${columns.length} ELSE 0 END)) AS unnested(column_number)
),
grouped AS (
  SELECT column_number, value, count(*) AS value_rows, sum(row_count) AS record_rows, min(file) AS file
  FROM cut_values
  GROUP BY column_number, value
),
cuts (column_number, is_text, null_is_missing, edges, common, low, high, known_numbers, known_texts, center) AS (
  VALUES
    ${[wholeRows, ...counted.map(columnRow)].join(',\n    ')}
),
read_values AS (
  SELECT
    grouped.column_number,
    CASE WHEN null_is_missing AND value = 'null' THEN NULL ELSE value END AS value,
    value_rows,
    record_rows,
    file,
    CASE
      WHEN grouped.column_number > 0 AND regexp_like(value, ${quoteText(numberPattern)}) THEN try_cast(replace(value, ' ', '') AS double)
    END AS number,
    is_text, edges, common, low, high, known_numbers, known_texts, center
  FROM grouped
  JOIN cuts ON cuts.column_number = grouped.column_number
),
typed AS (
  SELECT
    column_number, value, value_rows, record_rows, file, is_text, edges, common, low, high, known_numbers, known_texts, center,
    CASE WHEN abs(number) <= 1.7976931348623157E308 THEN number END AS number
  FROM read_values
),
${countedCells}`;
}

const none = {
  double: 'CAST(NULL AS double)',
  numbers: 'CAST(NULL AS array(double))',
  texts: 'CAST(NULL AS array(varchar))',
};

/** The row of the table `cuts` for what is counted of whole rows. */
const wholeRows = `(0, true, false, ${none.numbers}, ${none.double}, ${none.double}, ${none.double}, ${none.numbers}, ${none.texts}, ${none.double})`;

function columnRow(column: CountedColumn & { readonly number: number }): string {
  const { number, isText, nullIsMissing, bins, trackedTexts, center } = column;
  const texts = new Set([...(bins?.kind === 'category' ? bins.categories : []), ...trackedTexts]);
  const known = [...texts].filter((text) => !text.includes(separator));
  const cut =
    bins?.kind === 'numeric' ? numericCut(bins) : [none.numbers, none.double, none.double, none.double, none.numbers];
  const values = [number, isText, nullIsMissing, ...cut, textArray(known), doubleOf(center)];
  return `(${values.join(', ')})`;
}

/** Edges are negated, in ascending order: Trino's `width_bucket` counts edges that a value reaches, bins end with their edge. */
function numericCut({ edges, common, known }: Extract<FeatureBins, { kind: 'numeric' }>): string[] {
  const range = 'low' in known ? [known.low, known.high].map(doubleOf) : [none.double, none.double];
  const numbers = numberArray(listedNumbers(known) ?? []);
  return [numberArray([...edges].reverse().map((edge) => -edge)), doubleOf(common), ...range, numbers];
}

const doubleOf = (value: number) => `CAST('${value}' AS double)`;

/** As one text: Trino's arrays are written with at most 254 values. */
function numberArray(values: readonly number[]): string {
  return values.length === 0 ? none.numbers : `CAST(split('${values.join(',')}', ',') AS array(double))`;
}

function textArray(texts: readonly string[]): string {
  return texts.length === 0 ? none.texts : `split(${quoteText(texts.join(separator))}, ${quoteText(separator)})`;
}
