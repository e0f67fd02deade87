import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatIncidentDocument } from '../../incidents/document/incidentDocument';
import type { IncidentRecord } from '../../incidents/memory/incidentRecord';

/** Writes an incident document into a store in a folder. */
export function putIncident(store: string, { key, incident, notes }: IncidentRecord): void {
  const file = join(store, key);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, formatIncidentDocument(incident, notes));
}
