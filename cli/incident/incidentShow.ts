import { selectRunbooks } from '../../contract/runbooks';
import { formatRunbook } from '../../incidents/document/incidentReview';
import { incidentState } from '../../incidents/memory/incidentState';
import { readIncidentDocument } from '../../store/incidentDocuments';
import { printJson, printText } from '../terminal/output';
import { type StoreOptions, withStore } from './incidentOptions';
import { readRunbooks } from './readRunbooks';

interface ShowOptions extends StoreOptions {
  readonly runbooks?: string;
}

/** Prints an incident's document without its front matter, or the front matter as JSON. */
export function showIncident(id: string, options: ShowOptions): Promise<void> {
  return withStore(options, async (store) => {
    const catalogue = options.runbooks === undefined ? [] : readRunbooks(options.runbooks);
    const { key, text, incident, notes } = await readIncidentDocument(store, id);
    const state = incidentState(incident);
    const runbooks = selectRunbooks(catalogue, incident);
    if (options.json) return printJson({ key, state, incident, notes, runbooks });
    const document = text.slice(text.indexOf('\n# ') + 1).trimEnd();
    const section = runbooks.length === 0 ? [] : [`## Runbooks in ${options.runbooks}`, ...runbooks.map(formatRunbook)];
    printText([document, ...section, `State: ${state}`].join('\n\n'));
  });
}
