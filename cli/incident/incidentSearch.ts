import { UserError } from '../../contract/userError';
import { formatCount } from '../../report/text/formats';
import { openIncidentSearch } from '../../store/searchIndexFile';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import { checkFilter, type FilterOptions, warnUnreadable, withStore } from './incidentOptions';
import { incidentTable } from './incidentRows';

interface SearchOptions extends FilterOptions {
  readonly limit: number;
}

/** Searches incidents for words, the best match first. */
export function printSearch(words: readonly string[], options: SearchOptions): Promise<void> {
  const query = words.join(' ');
  if (!/[\p{L}\p{N}]/u.test(query)) throw new UserError(`'${query}' has no letter or digit; search for words`);
  checkFilter(options);
  return withStore(options, async (store) => {
    const { search, unreadable } = await openIncidentSearch(store, options.endpoint);
    warnUnreadable(unreadable, options);
    const { endpoint, state, feature, fingerprint, from, to, limit } = options;
    const { found, incidents } = search.search(query, { endpoint, state, feature, fingerprint, from, to, limit });
    const json = { words: query, found, incidents, unreadable };
    if (found === 0) {
      const reason = `none of ${formatCount(search.size, 'incident')} in ${store.address} matches '${query}'`;
      printEmpty('show', reason, options.json ? json : undefined);
      process.exitCode = exitCodes.empty;
    } else if (options.json) printJson(json);
    else {
      const more = found > incidents.length ? `, the best ${incidents.length} shown` : '';
      printText([`${formatCount(found, 'incident')} found${more}`, ...incidentTable(incidents)].join('\n'));
    }
  });
}
