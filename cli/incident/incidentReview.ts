import { formatIncidentReview } from '../../incidents/document/incidentReview';
import { readIncidentDocument } from '../../store/incidentDocuments';
import { printText } from '../terminal/output';
import { writePage } from '../terminal/writePage';
import { type StoreOptions, withStore } from './incidentOptions';
import { readRunbooks } from './readRunbooks';

interface ReviewOptions extends StoreOptions {
  readonly runbooks?: string;
  readonly out?: string;
}

/** Prints or writes a draft of the review after an incident. */
export function draftReview(id: string, { runbooks, out, ...options }: ReviewOptions): Promise<void> {
  return withStore(options, async (store) => {
    const catalogue = runbooks === undefined ? [] : readRunbooks(runbooks);
    const { incident } = await readIncidentDocument(store, id);
    const draft = formatIncidentReview(incident, catalogue);
    if (out === undefined) return printText(draft.trimEnd());
    await writePage(out, draft);
    printText(`draft written to ${out}`);
  });
}
