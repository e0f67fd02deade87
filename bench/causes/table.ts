import type { Statistics } from '../../contract/modelMonitorFiles';
import { columnStatistics } from '../../quality/profile/columnStatistics';

/** Texts in columns; null is a missing value. */
export interface Table {
  readonly names: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Reads a simple CSV with a header: no quoted separators. `NA` and empty texts are missing values. */
export function readTable(text: string, names?: readonly string[]): Table {
  const [header = '', ...lines] = text.split(/\r?\n/);
  const all = header.split(',');
  const wanted = names ?? all;
  const positions = wanted.map((name) => all.indexOf(name));
  const rows = lines.filter(Boolean).map((line) => {
    const cells = line.split(',');
    return positions.map((i) => (['', 'NA'].includes(cells[i] ?? '') ? null : (cells[i] ?? null)));
  });
  return { names: wanted, rows };
}

export function statisticsOf({ names, rows }: Table): Statistics {
  const features = names.map(
    (name, i) =>
      columnStatistics(
        name,
        rows.map((row) => row[i] ?? null),
      ).statistics,
  );
  return { version: 0, dataset: { item_count: rows.length }, features };
}
