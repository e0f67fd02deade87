import { listedIncident } from '../../incidents/memory/listedIncident';
import { similarIncidents } from '../../incidents/memory/similarIncidents';
import { formatCount } from '../../report/text/formats';
import { readIncidentDocument, readIncidentDocuments } from '../../store/incidentDocuments';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import { type StoreOptions, withStore } from './incidentOptions';
import { incidentTable } from './incidentRows';

interface SimilarOptions extends StoreOptions {
  readonly limit: number;
}

/** Lists incidents of all endpoints that resemble one, with their recorded cause and fix. */
export function listSimilar(id: string, options: SimilarOptions): Promise<void> {
  return withStore(options, async (store) => {
    const { incident } = await readIncidentDocument(store, id);
    const { records, unreadable } = await readIncidentDocuments(store);
    const similar = similarIncidents(incident, records).slice(0, options.limit);
    const incidents = similar.map(({ similarity, ...record }) => ({ ...listedIncident(record), similarity }));
    if (similar.length === 0) {
      const reason = `none of the other ${formatCount(Math.max(0, records.length - 1), 'incident')} in ${store.address} resembles ${id}`;
      printEmpty('show', reason, options.json ? { id, incidents, unreadable } : undefined);
      process.exitCode = exitCodes.empty;
    } else if (options.json) printJson({ id, incidents, unreadable });
    else {
      const fixes = incidents.flatMap(({ id: other, similarity, fix }) =>
        fix === undefined ? [] : [`${other} (similarity ${similarity.toFixed(2)}) was fixed by: ${fix}`],
      );
      printText(
        [`${formatCount(similar.length, 'similar incident')}`, ...incidentTable(incidents), ...fixes].join('\n'),
      );
    }
  });
}
