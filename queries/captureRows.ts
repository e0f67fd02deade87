import type { CaptureKey } from '../contract/storeLayout';
import { joinsOf, readingNames, type Side, type SideRows, type SidesRows, valueTexts } from './captureJoins';
import { captureTable } from './captureTable';
import { quoteText } from './sqlText';

/** The captures to read. */
export interface CaptureSelection extends Pick<CaptureKey, 'endpoint' | 'schema'> {
  readonly variants: readonly string[];
  /** A window that begins and ends at full minutes; the end is exclusive. */
  readonly from: Date;
  readonly to: Date;
}

/** Why a record or row is not counted, by the reason's name in the results. Clauses, as in a report's rejects. */
export const unreadableRecords = {
  notJson: 'the line is not JSON',
  noBody:
    'the request or the answer is missing, or its encoding or content type is not read by a query: expected CSV or JSON',
  json: 'the data is JSON, not CSV',
  notFlat: 'the JSON is not one object of single values whose keys are the columns, which is all that a query reads',
  nul: 'a value contains a NUL character',
  quotes: 'a quote is not closed, or not followed by a comma or a line end',
  noRows: 'the data has no rows',
  manyRows: 'the record has more than 10,000 rows, which a query does not read',
  rowCounts: 'the answer and the request have different numbers of rows',
  columns: 'the row has another number of columns than the schema',
} as const;
export type UnreadableRecord = keyof typeof unreadableRecords;

/** Entries of a sequence in Trino. */
const mostRows = 10_000;

const jsonLineTypes =
  "('application/jsonlines', 'application/x-jsonlines', 'application/jsonl', 'application/x-ndjson', 'text/jsonl')";
const csvTypes = "('text/csv', 'application/csv')";
const jsonTypes = "('application/json', 'text/json')";
const jsonText = '"(?:[^"\\\\]|\\\\.)*"';

/** A value of CSV (RFC 4180); quotes within other values are characters of them. */
const csvValue = '"(?:[^"]|"")*"|[^",\\r\\n][^,\\r\\n]*|';
const csvLine = `((?:(?:${csvValue}),)*(?:${csvValue}))(?:\\r\\n|\\n|\\r)`;

const bodyKeys = { output: 'endpointOutput', input: 'endpointInput' } as const satisfies Record<Side, string>;
const sideNames = ['output', 'input'] as const satisfies readonly Side[];

/**
 * The common table expressions of a statement that cut captures into rows, as `recordRows` of the analyzer does: the last one,
 * `cut_rows`, has a row for each of a record, with the arrays `output_values` and `input_values`, or the `reason` for which
 * a record is not read. Nothing is read twice: Trino runs an expression once for each time it is named.
 */
export function captureRows(selection: CaptureSelection, rows: SidesRows): string {
  const used = usedSides(rows);
  const joins = joinsOf(rows);
  return `lines AS (
  SELECT "$path" AS file, try(json_parse(regexp_replace(line, '\\A\\x{FEFF}', ''))) AS record
  FROM ${captureTable.name}
  WHERE ${selectedLines(selection)}
),
bodies AS (
  SELECT
    file,
    record IS NOT NULL AS is_json,
    ${eachSide(used, (side) => bodyColumns(side))}
  FROM lines
),
${csvTexts(rows)},
${splitTexts(rows)},
readings AS (
  SELECT
    file,
    reason,
    ${eachSide(used, (side) => readingColumns(side, rows[side]))}
  FROM split_texts
),
plain AS (
  SELECT *,
    ${eachSide(used, (side) => plainColumns(side, rows[side]))}
  FROM readings
),
chosen AS (
  SELECT *,
    CASE ${joins.map(({ condition }, i) => `WHEN ${condition} THEN ${i + 1}`).join(' ')} END AS choice
  FROM plain
),
joined AS (
  SELECT
    file,
    ${joinReason(used)} AS reason,
    ${most(used.map((side) => `coalesce(cardinality(${side}_0), 1)`))} AS rows_at_least,
    choice IN (${joins.flatMap(({ mayHaveHeaders }, i) => (mayHaveHeaders ? i + 1 : [])).join(', ')}) AS may_have_headers,
    ${eachSide(used, (side) => `CASE choice ${joins.map((join, i) => `WHEN ${i + 1} THEN ${join[side]}`).join(' ')} END AS ${side}_rows`)}
  FROM chosen
),
kept AS (
  SELECT
    file,
    reason,
    rows_at_least,
    ${eachSide(used, (side) => `${side}_rows`)},
    CASE
      WHEN reason IS NOT NULL THEN sequence(1, 1)
      WHEN may_have_headers THEN filter(sequence(1, cardinality(input_rows)), place -> NOT (${headerAt(rows)}))
      ELSE sequence(1, cardinality(input_rows))
    END AS places
  FROM joined
),
cut_rows AS (
  SELECT
    file,
    CASE WHEN reason IS NULL AND (${anySide(used, (side) => `cardinality(${side}_values) <> ${rows[side].names.length}`)}) THEN 'columns' ELSE reason END AS reason,
    CASE WHEN reason IS NULL THEN 1 ELSE rows_at_least END AS row_count,
    ${eachSide(used, (side) => `${side}_values`)}
  FROM (
    SELECT
      file,
      reason,
      rows_at_least,
      ${eachSide(used, (side) => `CASE WHEN reason IS NULL THEN ${valueTexts(`${side}_rows[place]`)} END AS ${side}_values`)}
    FROM kept
    CROSS JOIN UNNEST(places) AS unnested(place)
  ) AS cut
)`;
}

const usedSides = (rows: SidesRows) => sideNames.filter((side) => rows[side].names.length > 0);
const eachSide = (used: readonly Side[], expression: (side: Side) => string) => used.map(expression).join(',\n    ');
const anySide = (used: readonly Side[], condition: (side: Side) => string) =>
  used.map((side) => `(${condition(side)})`).join(' OR ');

/** The bodies of both sides as CSV. */
function csvTexts(rows: SidesRows): string {
  const used = usedSides(rows);
  return `texts AS (
  SELECT
    file,
    is_json,
    ${eachSide(used, (side) => `${bodyText(side, rows[side])} AS ${side}_body,\n    ${isJsonBody(side, rows[side])} AS ${side}_is_json`)}
  FROM bodies
),
csv_texts AS (
  SELECT *,
    ${eachSide(used, (side) => `CASE WHEN ${side}_is_json THEN ${csvOfJson(`${side}_body`, rows[side])} ELSE ${side}_body END AS ${side}_text`)}
  FROM texts
)`;
}

/** The lines of both sides' texts, or the reason for which there are none. */
function splitTexts(rows: SidesRows): string {
  const used = usedSides(rows);
  const ended = (side: Side) => `concat(${side}_text, chr(10))`;
  return `split_texts AS (
  SELECT
    file,
    CASE
      WHEN NOT is_json THEN 'notJson'
      WHEN ${anySide(used, (side) => `${side}_body IS NULL`)} THEN 'noBody'
      WHEN ${anySide(used, (side) => `${side}_text IS NULL`)} THEN 'notFlat'
      WHEN ${anySide(used, (side) => looksLikeJson(side, rows[side]))} THEN 'json'
      WHEN ${anySide(used, (side) => `strpos(${side}_text, chr(0)) > 0`)} THEN 'nul'
      WHEN ${anySide(used, (side) => `array_join(regexp_extract_all(${ended(side)}, ${quoteText(csvLine)}), '') <> ${ended(side)}`)} THEN 'quotes'
    END AS reason,
    ${eachSide(used, (side) => `regexp_extract_all(${ended(side)}, ${quoteText(csvLine)}, 1) AS ${side}_lines`)}
  FROM csv_texts
)`;
}

/** A name that the store's file names allow, and the minute in it, as `parseCaptureKey` and `captureMinute` read them. */
function selectedLines({ endpoint, schema, variants, from, to }: CaptureSelection): string {
  const minute = `coalesce(nullif(regexp_extract("$path", '/([0-5][0-9])-[0-5][0-9]-[0-9]{3}-[^/]*\\z', 1), ''), '00')`;
  const [first, end] = [from, to].map((at) => at.toISOString().slice(0, 16).replace(/[-T:]/g, '/'));
  const last = new Date(to.getTime() - 1).toISOString().slice(0, 13).replace(/[-T]/g, '/');
  return [
    `endpoint = ${quoteText(endpoint)}`,
    `capture_schema = ${quoteText(schema)}`,
    `variant IN (${variants.map(quoteText).join(', ')})`,
    `hour BETWEEN ${quoteText(first?.slice(0, 13) ?? '')} AND ${quoteText(last)}`,
    `regexp_like("$path", '[.]jsonl([.]gz|)\\z')`,
    `concat(hour, '/', ${minute}) >= ${quoteText(first ?? '')}`,
    `concat(hour, '/', ${minute}) < ${quoteText(end ?? '')}`,
    `regexp_like(line, '\\S')`,
  ].join('\n    AND ');
}

function bodyColumns(side: Side): string {
  const path = (member: string) => quoteText(`$.captureData.${bodyKeys[side]}.${member}`);
  const contentType = `lower(coalesce(json_extract_scalar(record, ${path('observedContentType')}), ''))`;
  return [
    `json_format(json_extract(record, ${path('data')})) AS ${side}_json`,
    `json_extract_scalar(record, ${path('data')}) AS ${side}_data`,
    `json_extract_scalar(record, ${path('encoding')}) AS ${side}_encoding`,
    `trim(split_part(${contentType}, ';', 1)) AS ${side}_type`,
    `${contentType} AS ${side}_parameters`,
  ].join(',\n    ');
}

/** The text of a side; null if it is not CSV or JSON. Data that is null is an empty body. */
function bodyText(side: Side, { isDeclaredCsv }: SideRows): string {
  const text = `CASE WHEN ${side}_json = 'null' THEN '' WHEN ${side}_json LIKE '"%' THEN ${side}_data END`;
  const bytes = `from_base64(array_join(regexp_split(${text}, '[\\r\\n]'), ''))`;
  const charset = `coalesce(nullif(regexp_extract(${side}_parameters, 'charset\\s*=\\s*"?([^";\\s]*)', 1), ''), 'utf-8')`;
  const plainIf = `${side}_encoding IN ('CSV', 'JSON')`;
  const base64If = `${side}_encoding = 'BASE64'`;
  const unread = isDeclaredCsv
    ? ''
    : `WHEN ${side}_type IN ${jsonLineTypes} OR regexp_like(${side}_parameters, 'header\\s*=\\s*"?present') THEN NULL
      WHEN ${base64If} AND NOT (${side}_type IN ${csvTypes} OR ${side}_type IN ${jsonTypes}) THEN NULL
      WHEN ${base64If} AND ${charset} NOT IN ('utf-8', 'utf8') THEN NULL `;
  const decoded = `CASE ${unread}WHEN ${plainIf} THEN ${text} WHEN ${base64If} THEN ${utf8Text(bytes)} END`;
  return `regexp_replace(${decoded}, '\\A\\x{FEFF}', '')`;
}

function isJsonBody(side: Side, { isDeclaredCsv }: SideRows): string {
  if (isDeclaredCsv) return 'false';
  return `(${side}_encoding = 'JSON' OR (${side}_encoding = 'BASE64' AND ${side}_type IN ${jsonTypes}))`;
}

/** One line of CSV with the values of a JSON object, or a number alone; null for any other JSON. All keys must be columns. */
function csvOfJson(text: string, { names }: SideRows): string {
  const path = (name: string) => quoteText(`$["${name}"]`);
  if (names.some((name) => /["\\]/.test(name))) return 'NULL';
  const outside = `array_join(regexp_split(${text}, ${quoteText(jsonText)}), '')`;
  const keys = `cardinality(regexp_extract_all(${text}, ${quoteText(`${jsonText}\\s*:`)}))`;
  const presentKeys = names.map((name) => `CASE WHEN json_extract(${text}, ${path(name)}) IS NULL THEN 0 ELSE 1 END`);
  const values = names.map(
    (name) => `concat('"', replace(coalesce(json_extract_scalar(${text}, ${path(name)}), ''), '"', '""'), '"')`,
  );
  const number = `WHEN regexp_like(${text}, '\\A\\s*-?[0-9][0-9.eE+-]*\\s*\\z') THEN array_join(regexp_split(${text}, '\\s'), '') `;
  return `CASE
      WHEN try(json_parse(${text})) IS NULL THEN NULL
      ${names.length === 1 ? number : ''}WHEN regexp_like(${outside}, '\\A\\s*\\{[^{}\\[\\]]*\\}\\s*\\z') AND ${keys} = ${presentKeys.join(' + ')}
        THEN ${values.join(" || ',' || ")}
    END`;
}

/** The text of bytes; null if they are not UTF-8, where Trino puts U+FFFD. */
function utf8Text(bytes: string): string {
  const text = `try(from_utf8(${bytes}))`;
  return `CASE WHEN strpos(${text}, chr(65533)) = 0 THEN ${text} END`;
}

function looksLikeJson(side: Side, { names }: SideRows): string {
  return names.length === 1 ? 'false' : `regexp_like(${side}_text, '\\A\\s*(?:\\{\\s*"|\\[\\s*[\\[{])')`;
}

/**
 * Readings of a side's lines, the first one is preferred: without blank lines, or, of a side with one column, with blank lines
 * as missing values, but for the last of several lines.
 */
function readingColumns(side: Side, rows: SideRows): string {
  const lines = `${side}_lines`;
  const filled = `filter(${lines}, item -> item <> '')`;
  const last = `cardinality(${lines})`;
  const endsInBlank = `${last} > 1 AND ${lines}[${last}] = ''`;
  const readings = [
    `CASE WHEN ${endsInBlank} THEN slice(${lines}, 1, ${last} - 1) ELSE ${lines} END`,
    `CASE WHEN ${endsInBlank} THEN ${lines} ELSE ${filled} END`,
    filled,
  ];
  const names = readingNames(side, rows);
  return names.map((name, i) => `${names.length === 1 ? filled : readings[i]} AS ${name}`).join(',\n    ');
}

/** Each reading once more without headers. */
function plainColumns(side: Side, rows: SideRows): string {
  return readingNames(side, rows)
    .map((name) => `filter(${name}, item -> NOT ${isHeader('item', rows)}) AS ${name}_plain`)
    .join(',\n    ');
}

/** Whether a line has nothing but the names of its side's columns, plain or all in quotes. */
function isHeader(line: string, { names }: SideRows): string {
  const quoted = names.map((name) => `"${name.replaceAll('"', '""')}"`);
  return `${line} IN (${[names.join(','), quoted.join(',')].map(quoteText).join(', ')})`;
}

function joinReason(used: readonly Side[]): string {
  const isEmpty = used.map((side) => `cardinality(${side}_0) = 0`).join(' OR ');
  const isTooLong = used.map((side) => `cardinality(${side}_0) > ${mostRows}`).join(' OR ');
  return `CASE WHEN reason IS NOT NULL THEN reason WHEN ${isEmpty} THEN 'noRows' WHEN ${isTooLong} THEN 'manyRows' WHEN choice IS NULL THEN 'rowCounts' END`;
}

const most = (values: readonly string[]) =>
  values.length === 1 ? (values[0] ?? '') : `greatest(${values.join(', ')})`;

/** A line of one value may be its column's name by chance: it is a header only if the other side's line is one too. */
function headerAt({ output, input }: SidesRows): string {
  if (output.names.length === 0) return 'false';
  const [ofOutput, ofInput] = [isHeader('output_rows[place]', output), isHeader('input_rows[place]', input)];
  return [
    `(${ofOutput} AND ${ofInput})`,
    ...(output.names.length > 1 ? [ofOutput] : []),
    ...(input.names.length > 1 ? [ofInput] : []),
  ].join(' OR ');
}

/** A value without its quotes; an empty one is missing. */
export function unquotedValue(value: string): string {
  const inner = `replace(substr(${value}, 2, length(${value}) - 2), '""', '"')`;
  return `nullif(CASE WHEN ${value} LIKE '"%' THEN ${inner} ELSE ${value} END, '')`;
}
