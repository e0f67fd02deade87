import { hourMs } from '../contract/hours';
import { mapParallel } from '../contract/mapParallel';
import { parseJson } from '../contract/parseJson';
import { parseReportKey, type SchemaRef, schedulesPrefix } from '../contract/storeLayout';
import { UserError } from '../contract/userError';
import { type WindowSummary, windowSummaryFile, windowSummarySchema } from '../contract/windowSummary';
import { hourPrefixes } from './hourPrefixes';
import type { ObjectStore } from './objectStore';
import type { HourWindow } from './storedCaptures';

/** The longest window of a schedule; a report's key has the instant at its end. */
export const longestWindowMs = 24 * hourMs;

/** Summaries that are read at a time. */
const parallelReads = 16;

/** The summaries of an endpoint's windows that overlap a span, of all its schedules, by the start of the window. */
export async function windowSummaries(store: ObjectStore, ref: SchemaRef, span: HourWindow): Promise<WindowSummary[]> {
  const summaries = await readWindowSummaries(store, await summaryKeys(store, ref, span));
  const { from, to } = span;
  return summaries
    .filter(({ window }) => (!from || new Date(window.to) > from) && (!to || new Date(window.from) < to))
    .sort((a, b) => a.window.from.localeCompare(b.window.from) || a.window.to.localeCompare(b.window.to));
}

async function summaryKeys(store: ObjectStore, ref: SchemaRef, { from, to }: HourWindow): Promise<string[]> {
  const end = to && new Date(to.getTime() + longestWindowMs);
  const keys: string[] = [];
  for (const schedule of await store.folders(schedulesPrefix(ref))) {
    for (const prefix of from && end ? hourPrefixes(from, end) : ['']) {
      for (const { key } of await store.list(`${schedulesPrefix(ref)}${schedule}/${prefix}`)) {
        const report = parseReportKey(key);
        if (report?.file !== windowSummaryFile) continue;
        if ((!from || report.runAt > from) && (!end || report.runAt < end)) keys.push(key);
      }
    }
  }
  return keys;
}

/** Reads summaries, several at a time, in the order of their keys' list. Throws a UserError for the first that is missing or invalid. */
export async function readWindowSummaries(store: ObjectStore, keys: readonly string[]): Promise<WindowSummary[]> {
  return mapParallel(keys, parallelReads, (key) => readWindowSummary(store, key));
}

/** Reads one summary. Throws a UserError if it is missing or invalid. */
export async function readWindowSummary(store: ObjectStore, key: string): Promise<WindowSummary> {
  const place = `${store.address}/${key}`;
  const object = await store.read(key);
  if (!object) throw new UserError(`${place}: removed while it was read; run the command again`);
  const { success, data, error } = windowSummarySchema.safeParse(parseJson(Buffer.from(object.body).toString('utf8')));
  if (success) return data;
  const [issue] = error.issues;
  throw new UserError(
    `${place}: invalid summary (${issue?.path.join('.') || 'document'}: ${issue?.message}); use the release that the stack was deployed with, or delete the file and redrive the report's event`,
  );
}
