import { incidentState } from '../../incidents/memory/incidentState';
import { readIncidentDocument } from '../../store/incidentDocuments';
import { printJson, printText } from '../terminal/output';
import { type StoreOptions, withStore } from './incidentOptions';

/** Prints an incident's document without its front matter, or the front matter as JSON. */
export function showIncident(id: string, options: StoreOptions): Promise<void> {
  return withStore(options, async (store) => {
    const { key, text, incident, notes } = await readIncidentDocument(store, id);
    const state = incidentState(incident);
    if (options.json) printJson({ key, state, incident, notes });
    else printText(`${text.slice(text.indexOf('\n# ') + 1).trimEnd()}\n\nState: ${state}`);
  });
}
