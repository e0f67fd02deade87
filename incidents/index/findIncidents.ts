import { incidentKeyOfId } from '../../contract/storeLayout';
import { incidentFingerprint } from '../memory/incidentFingerprint';
import { incidentStates } from '../memory/incidentState';
import type { ListedIncident } from '../memory/listedIncident';
import { type IncidentFilter, isSelected } from '../memory/selectIncidents';
import type { IncidentIndex } from './incidentIndex';
import type { IndexEntry, IndexKind } from './indexEntry';

/** The incidents of the index that a filter selects, the newest first. Asks by what narrows the most. */
export async function findIncidents(index: IncidentIndex, filter: IncidentFilter): Promise<ListedIncident[]> {
  const { from, to } = filter;
  const { kind, values } = questionOf(filter);
  const entries = await Promise.all(values.map((value) => index.find(kind, value, { from, to })));
  const listed = new Map(entries.flat().map((entry) => [entry.id, listedEntry(entry)]));
  return [...listed.values()]
    .filter((incident) => isSelected(incident, filter))
    .sort((a, b) => b.opened.localeCompare(a.opened) || a.key.localeCompare(b.key));
}

function questionOf({ fingerprint, feature, endpoint, state = incidentStates }: IncidentFilter): {
  readonly kind: IndexKind;
  readonly values: readonly string[];
} {
  if (fingerprint !== undefined) return { kind: 'fingerprint', values: [fingerprint] };
  if (feature) return { kind: 'feature', values: feature };
  if (endpoint) return { kind: 'endpoint', values: endpoint };
  return { kind: 'state', values: state };
}

function listedEntry({ causes, ...entry }: IndexEntry): ListedIncident {
  const key = incidentKeyOfId(entry.id) ?? '';
  return { variants: [], ...entry, key, fingerprint: incidentFingerprint({ ...entry, causes }) };
}
