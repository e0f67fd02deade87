import { listedIncident } from '../../incidents/memory/listedIncident';
import { formatCount } from '../../report/text/formats';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import { emptyReason, type FilterOptions, readSelected, withStore } from './incidentOptions';
import { incidentTable } from './incidentRows';

/** Lists incidents, the newest first. */
export function listIncidents(options: FilterOptions): Promise<void> {
  return withStore(options, async (store) => {
    const { records, unreadable } = await readSelected(store, options);
    const incidents = records.map(listedIncident);
    const json = { incidents, unreadable };
    if (records.length === 0) {
      printEmpty('list', emptyReason(options), options.json ? json : undefined);
      process.exitCode = exitCodes.empty;
    } else if (options.json) printJson(json);
    else printText([formatCount(records.length, 'incident'), ...incidentTable(incidents)].join('\n'));
  });
}
