import { hourMs } from '../../contract/hours';
import { UserError } from '../../contract/userError';
import type { SavedQuery } from '../../queries/queryTable';
import { bindValues } from '../../queries/sqlText';
import { trendQueries } from '../../queries/trendQueries';
import { textTable } from '../../report/text/textTable';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import { describeSource, type TrendSourceOptions, withTables } from './trendSource';

/** Names of the saved queries, for the help. */
export const trendQueryNames: readonly string[] = Object.values(trendQueries).map(({ name }) => name);

interface TrendQueryOptions extends TrendSourceOptions {
  readonly query: string;
  readonly endpoint?: string;
  readonly feature?: readonly string[];
  readonly json: boolean;
}

/** Runs a saved query over the tables of a store or a stack, and prints its rows. */
export async function showTrendQuery(options: TrendQueryOptions): Promise<void> {
  const query: SavedQuery | undefined = Object.values(trendQueries).find(({ name }) => name === options.query);
  if (!query) throw new UserError(`unknown query '${options.query}': expected ${trendQueryNames.join(', ')}`);
  const values = query.parameters.map((parameter) => parameterValue(query, parameter, options));
  const firstDay = new Date(Date.now() - (query.days + 1) * 24 * hourMs).toISOString().slice(0, 'yyyy-mm-dd'.length);
  const rows = await withTables(options, { firstDay }, (engine) => engine.run(bindValues(query, values)));
  const document = { query: query.name, rows };
  if (rows.length === 0) {
    const reason = `no row in ${describeSource(options)} for query ${query.name}`;
    printEmpty('show', reason, options.json ? document : undefined);
    process.exitCode = exitCodes.empty;
    return;
  }
  if (options.json) printJson(document);
  else {
    const names = Object.keys(rows[0] ?? {});
    const columns = names.map((title) => ({ title: title.replaceAll('_', ' ') }));
    const cells = rows.map((row) => names.map((name) => row[name] ?? '–'));
    printText([query.description, ...textTable(columns, cells).map((line) => `  ${line}`)].join('\n'));
  }
}

function parameterValue({ name }: SavedQuery, parameter: string, { endpoint, feature }: TrendQueryOptions): string {
  if (parameter === 'endpoint' && endpoint !== undefined) return endpoint;
  if (parameter === 'feature' && feature?.length === 1) return feature[0] ?? '';
  throw new UserError(`query ${name} requires one --${parameter}`);
}
