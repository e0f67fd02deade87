import { findIncidents } from '../../incidents/index/findIncidents';
import { type ListedIncident, listedIncident } from '../../incidents/memory/listedIncident';
import { formatCount } from '../../report/text/formats';
import type { StoredIncidents } from '../../store/incidentDocuments';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printError, printJson, printText } from '../terminal/output';
import { checkFilter, emptyReason, type FilterOptions, readSelected, withStore } from './incidentOptions';
import { incidentTable } from './incidentRows';
import { isMissingTable, withIndex } from './openIndex';

interface ListOptions extends FilterOptions {
  readonly table?: string;
}

/** Lists incidents, the newest first. */
export async function listIncidents(options: ListOptions): Promise<void> {
  const { incidents, unreadable } = (await listIndexed(options)) ?? (await listDocuments(options));
  const json = { incidents, unreadable };
  if (incidents.length === 0) {
    printEmpty('list', emptyReason(options), options.json ? json : undefined);
    process.exitCode = exitCodes.empty;
  } else if (options.json) printJson(json);
  else printText([formatCount(incidents.length, 'incident'), ...incidentTable(incidents)].join('\n'));
}

interface Listing extends Pick<StoredIncidents, 'unreadable'> {
  readonly incidents: readonly ListedIncident[];
}

/** Asks the index; undefined if none is named or it cannot be read. */
async function listIndexed(options: ListOptions): Promise<Listing | undefined> {
  const { table, endpointUrl } = options;
  if (table === undefined) return undefined;
  checkFilter(options);
  try {
    return {
      incidents: await withIndex(table, endpointUrl, (index) => findIncidents(index, options)),
      unreadable: [],
    };
  } catch (error) {
    const reason = isMissingTable(error) ? 'it does not exist' : (error as Error).message.split('\n')[0];
    printError(`table ${table}: cannot be read (${reason}); reading the documents instead`);
    return undefined;
  }
}

function listDocuments(options: ListOptions): Promise<Listing> {
  return withStore(options, async (store) => {
    const { records, unreadable } = await readSelected(store, options);
    return { incidents: records.map(listedIncident), unreadable };
  });
}
