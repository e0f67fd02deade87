import { join } from 'node:path';
import { incidentsPage } from '../../report/incidents/incidentsPage';
import { formatCount } from '../../report/text/formats';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import { writePage } from '../terminal/writePage';
import { emptyReason, type FilterOptions, readSelected, withStore } from './incidentOptions';

interface ExportOptions extends FilterOptions {
  readonly out: string;
}

/** Writes incidents as a static page. */
export function exportIncidents(options: ExportOptions): Promise<void> {
  return withStore(options, async (store) => {
    const { records, unreadable } = await readSelected(store, options);
    if (records.length === 0) {
      printEmpty('export', emptyReason(options), options.json ? { incidents: 0, unreadable } : undefined);
      process.exitCode = exitCodes.empty;
      return;
    }
    const page = join(options.out, 'index.html');
    await writePage(page, incidentsPage({ store: store.address, records, writtenAt: new Date().toISOString() }));
    if (options.json) printJson({ incidents: records.length, page, unreadable });
    else printText(`${formatCount(records.length, 'incident')} written to ${page}`);
  });
}
