import { andMore } from '../../contract/andMore';
import type { ListedIncident } from '../../incidents/memory/listedIncident';
import { formatInstant } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';

const columns = [
  { title: 'incident' },
  { title: 'state' },
  { title: 'opened (UTC)' },
  { title: 'windows', numeric: true },
  { title: 'checks', widest: 26 },
  { title: 'features', widest: 28 },
  { title: 'recorded cause', widest: 30 },
];

/** Lines of a table of incidents. */
export function incidentTable(incidents: readonly ListedIncident[]): string[] {
  const rows = incidents.map(incidentRow);
  const sized = columns.map(({ widest, ...column }, i) => {
    const needed = Math.max(column.title.length, ...rows.map((row) => row[i]?.length ?? 0));
    return { ...column, width: Math.min(needed, widest ?? needed) };
  });
  return textTable(sized, rows);
}

/** Features that a row of the table names. */
const listedFeatures = 3;

function incidentRow({ id, state, opened, windows, checkTypes, features, cause }: ListedIncident): string[] {
  return [
    id,
    state,
    formatInstant(opened),
    String(windows),
    checkTypes.join(', '),
    andMore(features, listedFeatures),
    cause ?? '–',
  ];
}
