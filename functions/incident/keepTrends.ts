import type { Sla } from '../../contract/sla';
import { type ReportKey, trendKey, trendTables } from '../../contract/storeLayout';
import { windowSummaryFile, windowSummarySchema } from '../../contract/windowSummary';
import { formatRows, trendRows } from '../../queries/trendRows';
import type { RunRow } from '../../queries/trendTables';
import { readText, readTextIfPresent, type StorePlace, writeText } from './storeObjects';

/** More passes than other invocations can disturb; the message is then delivered again. */
const maxPasses = 5;

interface TrendsArgs extends StorePlace {
  readonly now: () => Date;
}

/**
 * Writes a run's rows for the tables of trends, from its summary, which must be in the store under `prefix`; `written` is its
 * text. Reads it again after a write, as another invocation may have replaced it since.
 */
export async function keepTrends(
  args: TrendsArgs,
  run: Omit<ReportKey, 'file'> & { readonly prefix: string },
  promises: Sla['features'],
  written: string,
): Promise<void> {
  let text = written;
  for (let pass = 0; pass < maxPasses; pass += 1) {
    const summary = windowSummarySchema.parse(JSON.parse(text));
    const stored = {
      features: await readTextIfPresent(args, trendKey('features', run)),
      runs: await readTextIfPresent(args, trendKey('runs', run)),
    };
    const reportedAt = stored.runs ? reportedAtOf(stored.runs.text) : undefined;
    const rows = trendRows(summary, promises, reportedAt ?? args.now().toISOString());
    const changed = trendTables.filter((table) => stored[table]?.text !== formatRows(rows[table]));
    if (changed.length === 0) return;
    for (const table of changed) {
      await writeText(args, {
        key: trendKey(table, run),
        text: formatRows(rows[table]),
        contentType: 'application/x-ndjson',
        replaces: stored[table]?.etag,
      });
    }
    const { text: current } = await readText(args, run.prefix + windowSummaryFile);
    if (current === text) return;
    text = current;
  }
  throw new Error(`the trends of ${run.prefix} were changed by other invocations ${maxPasses} times`);
}

/** When the report was read first; undefined if the stored row cannot be read. */
function reportedAtOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as RunRow).reported_at;
  } catch {
    return undefined;
  }
}
