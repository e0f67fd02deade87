import { hourPath } from '../../contract/hours';
import { captureFiles } from './captureFiles';
import { type Day, type FlightRow, flightRows } from './flightRows';

const endpoint = 'arrival-delay';
const variant = 'AllTraffic';
/** The UTC day of all captures; each set has hours of its own, so that they can be played as one day. */
const captureDay = '2026-11-02';

/** Ordinary days of October 2013: no storm, no day whose mean delay is above 3 minutes. */
const stableDays: readonly Day[] = [2, 16, 19, 20, 21, 22, 23, 28, 29, 30].map((day) => ({ month: 10, day }));
/** The day of a late snow storm, with the longest delays of the year. */
const stormDay: Day = { month: 3, day: 8 };
/** Scheduled hour from which on the storm delayed nearly every flight. */
const stormFromHour = 11;

const columns = [
  'predicted_arr_delay',
  'dep_delay',
  'sched_hour',
  'distance',
  'carrier',
  'origin',
  'temp',
  'wind_speed',
  'visibility',
] as const satisfies readonly (keyof FlightRow)[];
type Column = (typeof columns)[number];
const outputColumns = ['predicted_arr_delay'] as const;
const inputColumns = columns.slice(1);

/** All generated files of `assets/datasets/monitoring`: texts by path below it. The same source gives the same bytes. */
export function datasetFiles(source: { flights: string; weather: string }): Map<string, string> {
  const stable = flightRows(source, stableDays);
  const storm = flightRows(source, [stormDay]);
  // Every fifth flight trains and other fifths are captured, so that both come from one distribution.
  const fifth = (n: number) => stable.filter((_, i) => i % 5 === n);
  const files = new Map([['training.csv', csvOf(fifth(0))]]);
  const clean = distributeRows(fifth(2), 5);
  clean.forEach((rows, i) => {
    addHour(files, 'clean', 8 + i, rows);
  });
  const delayed = storm.filter((row) => Number(row.sched_hour) >= stormFromHour);
  distributeRows(delayed, 2).forEach((rows, i) => {
    addHour(files, 'drifted', 13 + i, rows);
  });
  const [first = [], second = [], third = []] = distributeRows(fifth(4), 5);
  addHour(
    files,
    'broken/missing-column',
    16,
    first,
    inputColumns.filter((name) => name !== 'wind_speed'),
  );
  addHour(files, 'broken/changed-type', 17, second.map(changedType));
  addHour(files, 'broken/garbage', 18, third);
  addDamagedLines(files, 'captures/broken/garbage/');
  return files;
}

function csvOf(rows: readonly FlightRow[]): string {
  const lines = rows.map((row) => columns.map((name) => row[name]).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

/** Distributes rows over sets, one at a time. */
function distributeRows<T>(rows: readonly T[], setCount: number): T[][] {
  return Array.from({ length: setCount }, (_, set) => rows.filter((_, i) => i % setCount === set));
}

function addHour(
  files: Map<string, string>,
  set: string,
  hour: number,
  rows: readonly FlightRow[],
  input: readonly Column[] = inputColumns,
): void {
  const start = new Date(`${captureDay}T${String(hour).padStart(2, '0')}:00:00.000Z`);
  const captured = captureFiles({
    set,
    hour: start,
    inputNames: input,
    rows: rows.map((row) => [outputColumns.map((name) => row[name]), input.map((name) => row[name])]),
  });
  for (const [name, text] of captured) {
    files.set(`captures/${set}/${endpoint}/${variant}/${hourPath(start)}/${name}`, text);
  }
}

/** Simulates a faulty release of an upstream pipeline: a unit in a number, missing values, an unknown airport. */
function changedType(row: FlightRow, i: number): FlightRow {
  return {
    ...row,
    dep_delay: i % 5 < 2 ? `${row.dep_delay} min` : row.dep_delay,
    temp: i % 4 === 1 ? '' : row.temp,
    origin: i % 12 === 7 ? 'PHL' : row.origin,
  };
}

/** Adds unreadable lines to the set's first file. */
function addDamagedLines(files: Map<string, string>, prefix: string): void {
  const path = [...files.keys()].filter((name) => name.startsWith(prefix)).sort()[0];
  const lines =
    (path &&
      files
        .get(path)
        ?.split('\n')
        .filter((line) => line !== '')) ||
    [];
  const [validLine = ''] = lines;
  const damagedLines = [
    validLine.slice(0, Math.floor(validLine.length / 2)),
    validLine.replace('"encoding":"CSV"', '"encoding":"PARQUET"'),
    validLine.replace('"data":"', '"data":"17,99,'),
    '\0'.repeat(64),
    validLine.replace('"captureData"', '"capture_data"'),
    validLine.replace(/"data":"[^"]*"/, '"data":""'),
  ];
  if (path) files.set(path, `${[...lines.slice(0, 3), ...damagedLines, ...lines.slice(3)].join('\n')}\n`);
}
