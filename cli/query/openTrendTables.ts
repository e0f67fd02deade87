import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mapParallel } from '../../contract/mapParallel';
import { parseTrendKey, storePrefixes, type TrendTable, trendsPrefix, trendTables } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import { createJsonTable } from '../../queries/duckdbTable';
import { trendTableOf } from '../../queries/trendTables';
import type { ObjectStore } from '../../store/objectStore';
import { openDuckdb } from './openDuckdb';
import type { QueryEngine } from './queryEngine';

/** Rows to read; all if a part is absent. */
interface TrendSpan {
  readonly endpoint?: string;
  /** First and last day, such as `2026-11-02`. */
  readonly firstDay?: string;
  readonly lastDay?: string;
}

/** Objects that are read at a time. */
const parallelReads = 16;

/** Opens the tables `features` and `runs` of a store in DuckDB, with the rows of a span. */
export async function openTrendTables(store: ObjectStore, span: TrendSpan): Promise<QueryEngine> {
  return openDuckdb(async (folder) => {
    const statements: string[] = [];
    for (const table of trendTables) {
      const file = join(folder, `${table}.json`);
      await writeFile(file, '');
      for (const endpoint of span.endpoint === undefined ? await endpointsOf(store, table) : [span.endpoint]) {
        await copyRows(store, trendsPrefix(table, endpoint), span, file);
      }
      statements.push(createJsonTable(trendTableOf[table], file));
    }
    return statements;
  });
}

async function endpointsOf(store: ObjectStore, table: TrendTable): Promise<string[]> {
  const folders = await store.folders(`${storePrefixes.trends}${table}/`);
  return folders.flatMap((name) => (name.startsWith('endpoint=') ? name.slice('endpoint='.length) : []));
}

async function copyRows(store: ObjectStore, prefix: string, { firstDay, lastDay }: TrendSpan, file: string) {
  const objects = await store.list(prefix, {
    after: firstDay === undefined ? undefined : `${prefix}day=${firstDay}`,
    before: lastDay === undefined ? undefined : `${prefix}day=${lastDay}~`,
  });
  const texts = await mapParallel(objects, parallelReads, async ({ key }) => {
    const partition = parseTrendKey(key);
    if (!partition) return '';
    const text = Buffer.from((await store.read(key))?.body ?? '').toString('utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `${JSON.stringify({ ...parseRow(line, `${store.address}/${key}`), ...partition })}\n`)
      .join('');
  });
  await appendFile(file, texts.join(''));
}

function parseRow(line: string, place: string): object {
  try {
    return JSON.parse(line) as object;
  } catch {
    throw new UserError(`${place}: not a line of JSON; delete the file and redrive the report's event`);
  }
}
