import { join } from 'node:path';
import { exportFiles } from '../../incidents/export/exportFiles';
import { incidentsPage } from '../../report/incidents/incidentsPage';
import { formatCount } from '../../report/text/formats';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import { writePage } from '../terminal/writePage';
import { emptyReason, type FilterOptions, readSelected, withStore } from './incidentOptions';

/** Formats of an export; `site` is one page. */
export const exportFormats = ['site', ...(Object.keys(exportFiles) as (keyof typeof exportFiles)[])] as const;

interface ExportOptions extends FilterOptions {
  readonly out: string;
  readonly format: (typeof exportFormats)[number];
  readonly project: string;
}

/** Writes incidents as a static page, or as files for another tool. */
export function exportIncidents(options: ExportOptions): Promise<void> {
  return withStore(options, async (store) => {
    const { records, unreadable } = await readSelected(store, options);
    if (records.length === 0) {
      printEmpty('export', emptyReason(options), options.json ? { incidents: 0, unreadable } : undefined);
      process.exitCode = exitCodes.empty;
      return;
    }
    const { out, format, project } = options;
    const files =
      format === 'site'
        ? new Map([
            ['index.html', incidentsPage({ store: store.address, records, writtenAt: new Date().toISOString() })],
          ])
        : exportFiles[format](records, { project });
    for (const [name, text] of files) await writePage(join(out, name), text);
    const page = format === 'site' ? join(out, 'index.html') : out;
    if (options.json) printJson({ incidents: records.length, page, files: [...files.keys()], unreadable });
    else printText(`${formatCount(records.length, 'incident')} written to ${page}`);
  });
}
