import { isAuditedName } from '../../contract/auditEvents';
import { type CloudTrailRecord, readCloudTrailRecord } from '../../contract/cloudTrailRecord';
import { mapParallel } from '../../contract/mapParallel';
import { formatCount } from '../../report/text/formats';
import type { ObjectStore } from '../../store/objectStore';
import { type ListedTrailFile, listTrail, type Span } from './listTrail';
import { isContentError, unpackFile } from './readContent';
import { scanRecords } from './scanRecords';

/** A file that could not be read, or a record in it. */
export interface UnreadableFile {
  readonly key: string;
  readonly reason: string;
}

/** A record with the key of the log file that it is in. */
export interface FiledRecord extends CloudTrailRecord {
  readonly file: string;
}

/** What was read of a trail. */
export interface TrailReading {
  /** In no order. */
  readonly records: readonly FiledRecord[];
  /** Number of records in the files. */
  readonly calls: number;
  readonly files: number;
  readonly unreadable: readonly UnreadableFile[];
}

/** Files that are read at the same time, each whole in memory. */
const parallel = 6;

/** Reads the records that `isWanted` keeps from a trail's log files: of calls that may concern the monitoring. */
export async function readTrail(
  store: ObjectStore,
  span: Span,
  isWanted: (record: CloudTrailRecord) => boolean,
): Promise<TrailReading> {
  const files = await listTrail(store, 'log', span);
  const records: FiledRecord[] = [];
  const unreadable: UnreadableFile[] = [];
  let calls = 0;
  await mapParallel(files, parallel, async (file) => {
    try {
      const scanned = scanRecords(await readLog(store, file), isAuditedName);
      calls += scanned.calls;
      const read = scanned.records.map(readCloudTrailRecord);
      records.push(
        ...read.flatMap((record) =>
          record && isInSpan(record, span) && isWanted(record) ? [{ ...record, file: file.key }] : [],
        ),
      );
      const missing = read.filter((record) => record === undefined).length;
      if (missing > 0)
        unreadable.push({ key: file.key, reason: `${formatCount(missing, 'record')} without a call, source or time` });
    } catch (error) {
      if (!isContentError(error)) throw error;
      unreadable.push({ key: file.key, reason: error.message });
    }
  });
  return { records, calls, files: files.length, unreadable: unreadable.sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

const closingBrackets: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** The JSON of a log file, unpacked. */
async function readLog(store: ObjectStore, { key }: ListedTrailFile): Promise<Buffer> {
  const json = await unpackFile((await store.read(key))?.body ?? new Uint8Array());
  const start = json.toString('latin1', 0, 64).trimStart().at(0) ?? '';
  const close = closingBrackets[start];
  if (close === undefined) throw new SyntaxError('neither gzip nor JSON');
  // Only records with a wanted name are parsed: a file that was cut off behind them would not be noticed.
  if (
    json
      .toString('latin1', Math.max(0, json.length - 64))
      .trimEnd()
      .at(-1) !== close
  ) {
    throw new SyntaxError('the JSON is cut off');
  }
  return json;
}

/** Whether a record's call was in a span. */
export function isInSpan({ eventTime }: CloudTrailRecord, { from, to }: Span): boolean {
  const at = Date.parse(eventTime);
  return (from === undefined || at >= from.getTime()) && (to === undefined || at < to.getTime());
}
