import { andMore } from '../../contract/andMore';
import type { IncidentRecord } from '../../incidents/memory/incidentRecord';
import { incidentState, recordedFix } from '../../incidents/memory/incidentState';
import { formatInstant } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';

/** An incident in the JSON of the commands. */
export function incidentJson({ key, incident }: IncidentRecord) {
  const { id, endpoint, schema, opened, lastWindow, closed, checkTypes, features, reports } = incident;
  const fix = recordedFix(incident);
  return {
    id,
    key,
    endpoint,
    schema,
    state: incidentState(incident),
    opened,
    lastWindow,
    closed,
    windows: reports.length,
    checkTypes,
    features,
    cause: fix?.cause,
    fix: fix?.fix,
  };
}

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
export function incidentTable(records: readonly IncidentRecord[]): string[] {
  const rows = records.map(incidentRow);
  const sized = columns.map(({ widest, ...column }, i) => {
    const needed = Math.max(column.title.length, ...rows.map((row) => row[i]?.length ?? 0));
    return { ...column, width: Math.min(needed, widest ?? needed) };
  });
  return textTable(sized, rows);
}

/** Features that a row of the table names. */
const listedFeatures = 3;

function incidentRow({ incident }: IncidentRecord): string[] {
  return [
    incident.id,
    incidentState(incident),
    formatInstant(incident.opened),
    String(incident.reports.length),
    incident.checkTypes.join(', '),
    andMore(incident.features, listedFeatures),
    recordedFix(incident)?.cause ?? '–',
  ];
}
