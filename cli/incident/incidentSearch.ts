import { UserError } from '../../contract/userError';
import { searchIncidents } from '../../incidents/memory/searchIncidents';
import { formatCount } from '../../report/text/formats';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import { type FilterOptions, readSelected, withStore } from './incidentOptions';
import { incidentJson, incidentTable } from './incidentRows';

interface SearchOptions extends FilterOptions {
  readonly limit: number;
}

/** Searches incidents for words, the best match first. */
export function printSearch(words: readonly string[], options: SearchOptions): Promise<void> {
  const query = words.join(' ');
  if (!/[\p{L}\p{N}]/u.test(query)) throw new UserError(`'${query}' has no letter or digit; search for words`);
  return withStore(options, async (store) => {
    const { records, unreadable } = await readSelected(store, options);
    const matching = searchIncidents(records, query);
    const shown = matching.slice(0, options.limit);
    const json = {
      words: query,
      found: matching.length,
      incidents: shown.map(({ score, matches, ...record }) => ({ ...incidentJson(record), score, matches })),
      unreadable,
    };
    if (matching.length === 0) {
      const reason = `none of ${formatCount(records.length, 'incident')} in ${store.address} matches '${query}'`;
      printEmpty('show', reason, options.json ? json : undefined);
      process.exitCode = exitCodes.empty;
    } else if (options.json) printJson(json);
    else {
      const more = matching.length > shown.length ? `, the best ${shown.length} shown` : '';
      printText([`${formatCount(matching.length, 'incident')} found${more}`, ...incidentTable(shown)].join('\n'));
    }
  });
}
