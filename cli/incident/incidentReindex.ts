import { incidentIdOfKey } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import { reindexIncidents } from '../../incidents/index/reindexIncidents';
import { formatCount } from '../../report/text/formats';
import { readIncidentDocuments } from '../../store/incidentDocuments';
import { printJson, printText } from '../terminal/output';
import { type StoreOptions, warnUnreadable, withStore } from './incidentOptions';
import { isMissingTable, withIndex } from './openIndex';

interface ReindexOptions extends StoreOptions {
  readonly table: string;
}

/** Rebuilds the index of incidents from their documents. */
export function reindexStore({ table, ...options }: ReindexOptions): Promise<void> {
  return withStore(options, async (store) => {
    const { records, unreadable } = await readIncidentDocuments(store);
    warnUnreadable(unreadable, options);
    try {
      const kept = new Set(unreadable.flatMap(({ key }) => incidentIdOfKey(key) ?? []));
      const incidents = records.map(({ incident }) => incident);
      const result = await withIndex(table, options.endpointUrl, (index) => reindexIncidents(index, incidents, kept));
      if (options.json) return printJson({ table, ...result, unreadable });
      printText(`${formatCount(result.written, 'incident')} indexed in ${table}, ${result.removed.length} removed`);
    } catch (error) {
      if (isMissingTable(error)) {
        throw new UserError(`table ${table} does not exist; use the stack's output incidentTableName`);
      }
      throw error;
    }
  });
}
