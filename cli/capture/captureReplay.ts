import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { hourMs } from '../../contract/hours';
import { captureHourPrefix, capturePrefix, type SchemaRef } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import { type CaptureShift, type ShiftedCapture, shiftedCapture } from '../../quality/record/shiftedCapture';
import { capturedShape } from '../../quality/schema/captureShape';
import { shapeChanges } from '../../quality/schema/compareShape';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import { type StoredCapture, storedCaptures } from '../../store/storedCaptures';
import { captureSourceAt } from '../input/captureSourceAt';
import { minute } from '../input/captureWindow';
import { amountOnDisk } from '../input/diskInput';
import { type FoundCapture, findCaptures } from '../input/findCaptures';
import { namedSchema } from '../input/namedSchema';
import { captureProgress, everyFiveSeconds } from '../terminal/captureProgress';
import { exitCodes } from '../terminal/exitCodes';
import { print, printError, printJson } from '../terminal/print';
import { refuseNames } from '../terminal/refuseNames';

interface CaptureReplayOptions extends SchemaRef {
  readonly captures: readonly string[];
  readonly store: string;
  /** The hour at which the first of the captures' hours is to be. */
  readonly start: Date;
  readonly schemaFile?: string;
  readonly anyShape: boolean;
  readonly newIds: boolean;
  readonly dryRun: boolean;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** A file of this disk, and where it goes. */
interface ReplayedFile {
  readonly path: string;
  readonly key: string;
  readonly hour: Date;
  readonly variant: string;
}

/** Lines of a kind that are shown; `--json` has all. */
const shown = 5;

/** Puts captures of this disk into a store as if they came at other hours. Nothing in the store is overwritten. */
export async function captureReplayCommand(options: CaptureReplayOptions): Promise<void> {
  const { captures: paths, json, start, newIds } = options;
  refuseNames(options);
  const found = findCaptures(paths);
  if (found.length === 0) return nothing(`no captures (*.jsonl, *.jsonl.gz) under ${paths.join(', ')}`, json);
  const { files, hours } = planned(found, options);
  const store = openStore(options.store, options.endpointUrl);
  try {
    if (!options.anyShape) {
      const unread = await refuseOtherShape(store, options, files);
      if (unread !== undefined) return nothing(unread, json);
    }
    const shift = { hours, newIds: newIds ? `${options.endpoint} ${start.toISOString()}` : undefined };
    const there = await capturesThere(store, options, files);
    const { others, same } = await refuseOverwriting(store, files, there, shift);
    const replayed = await replay(store, files, same, shift, options.dryRun);
    tell({ ...replayed, files, hours, others, same: same.size }, store, options);
  } finally {
    store.close();
  }
}

function nothing(reason: string, json: boolean): void {
  if (json) printJson({ files: 0, records: 0, reason });
  else printError(`nothing to replay: ${reason}`);
  process.exitCode = exitCodes.empty;
}

/** Where each file goes, and by how many hours: the first hour of the captures becomes the one asked for. */
function planned(found: readonly FoundCapture[], { endpoint, schema, start }: CaptureReplayOptions) {
  const placed = found.map(({ path, hour, key }) => {
    if (hour && key !== undefined) return { path, hour, variant: key.split('/')[1] ?? '' };
    throw new UserError(
      `${path}: lies below no folders <endpoint>/<variant>/yyyy/mm/dd/hh, and by them a replay knows its hour and variant; lay the captures out as SageMaker does`,
    );
  });
  const first = Math.min(...placed.map(({ hour }) => hour.getTime()));
  const hours = (start.getTime() - first) / hourMs;
  const keys = new Map<string, string>();
  const files = placed.map(({ path, variant, hour: was }): ReplayedFile => {
    const hour = new Date(was.getTime() + hours * hourMs);
    const key = captureHourPrefix({ endpoint, schema }, variant, hour) + basename(path);
    const twin = keys.get(key);
    if (twin !== undefined) throw new UserError(`${path} and ${twin} would both become ${key}: name one of them`);
    keys.set(key, path);
    return { path, key, hour, variant };
  });
  return { files, hours };
}

/** Refuses captures that are not of the schema; answers a clause for people when none of them could be read. */
async function refuseOtherShape(
  store: ObjectStore,
  options: CaptureReplayOptions,
  files: readonly ReplayedFile[],
): Promise<string | undefined> {
  const schema = await namedSchema(store, options);
  const paths = files.map(({ path }) => path);
  const { shape, rejects, rejectCount } = await capturedShape(
    paths.map(captureSourceAt),
    captureProgress(amountOnDisk(paths)),
  );
  if (!shape) {
    const [first] = rejects;
    const where = first ? `; the first is ${first.file}:${first.line}: ${first.reason}` : '';
    return `no row could be read from ${paths.length} capture file(s), ${rejectCount} line(s) were set aside${where}`;
  }
  const changes = shapeChanges(shape, schema);
  if (changes.length === 0) return undefined;
  throw new UserError(
    [
      `the captures are not of schema ${options.schema} of ${options.endpoint}; --any-shape replays them all the same, to rehearse a producer that broke:`,
      ...changes.map(({ text }) => `  ${text}`),
    ].join('\n'),
  );
}

/** What the store has already at the hours that captures go to. */
async function capturesThere(
  store: ObjectStore,
  ref: SchemaRef,
  files: readonly ReplayedFile[],
): Promise<readonly StoredCapture[]> {
  const times = files.map(({ hour }) => hour.getTime());
  const window = { from: new Date(Math.min(...times)), to: new Date(Math.max(...times) + hourMs) };
  const hours = new Set(times);
  const variants = [...new Set(files.map(({ variant }) => variant))];
  return (await storedCaptures(store, ref, variants, window)).filter(({ hour }) => hours.has(hour.getTime()));
}

/** Refuses to begin where a key has other content; answers the keys that have the same, and how many other files lie beside. */
async function refuseOverwriting(
  store: ObjectStore,
  files: readonly ReplayedFile[],
  there: readonly StoredCapture[],
  shift: CaptureShift,
): Promise<{ same: ReadonlySet<string>; others: number }> {
  const keys = new Set(there.map(({ key }) => key));
  const same = new Set<string>();
  for (const { path, key } of files.filter((file) => keys.has(file.key))) {
    const body = (await store.read(key))?.body;
    if (!body || Buffer.compare(body, shifted(path, shift).bytes) !== 0) throw overwriting(store, key);
    same.add(key);
  }
  return { same, others: there.length - same.size };
}

function overwriting(store: ObjectStore, key: string): UserError {
  return new UserError(
    `${store.address}/${key}: is there with other content, and a capture is never overwritten; replay to other hours by --start`,
  );
}

function shifted(path: string, shift: CaptureShift): ShiftedCapture {
  let file: Uint8Array;
  try {
    file = readFileSync(path);
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as Error).message})`);
  }
  return shiftedCapture(file, shift);
}

interface Unshifted {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

async function replay(
  store: ObjectStore,
  files: readonly ReplayedFile[],
  same: ReadonlySet<string>,
  shift: CaptureShift,
  dryRun: boolean,
): Promise<{ records: number; unshifted: Unshifted[]; written: number }> {
  const say = everyFiveSeconds();
  const unshifted: Unshifted[] = [];
  let [records, written] = [0, 0];
  for (const [i, { path, key }] of files.entries()) {
    const capture = shifted(path, shift);
    records += capture.shifted;
    unshifted.push(...capture.unshifted.map((each) => ({ file: path, ...each })));
    if (!same.has(key) && !dryRun) {
      if (!(await store.create(key, capture.bytes))) throw overwriting(store, key);
      written += 1;
    }
    say(() => `replaying captures: ${i + 1} of ${files.length} file(s)`);
  }
  return { records, unshifted, written };
}

interface Replayed {
  readonly files: readonly ReplayedFile[];
  readonly records: number;
  readonly unshifted: readonly Unshifted[];
  readonly written: number;
  readonly hours: number;
  readonly others: number;
  readonly same: number;
}

function tell(replayed: Replayed, store: ObjectStore, { dryRun, json, ...ref }: CaptureReplayOptions): void {
  const { files, records, unshifted, written, hours, others, same } = replayed;
  const times = files.map(({ hour }) => hour.getTime());
  const [first, last] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  const into = `${store.address}/${capturePrefix(ref)}`;
  if (json) {
    const keys = files.map(({ path, key }) => ({ path, key }));
    const counts = { files: files.length, records, written, same, others };
    printJson({ ...counts, dryRun, shiftHours: hours, firstHour: first, lastHour: last, unshifted, keys, into });
  } else {
    const more = unshifted.length - shown;
    const lines = unshifted.slice(0, shown).map(({ file, line, reason }) => `  ${file}:${line}: ${reason}`);
    print(
      [
        `${dryRun ? 'would replay' : 'replayed'} ${files.length} capture file(s), ${records} record(s), ${hours < 0 ? '' : '+'}${hours} h, as the hours ${minute(first)} to ${minute(last)}`,
        ...(same > 0 ? [`${same} of the files were there already, with the same content`] : []),
        ...(others > 0 ? [`${others} other capture file(s) lie in these hours and are analysed with them`] : []),
        ...(unshifted.length > 0 ? [`${unshifted.length} line(s) have no time to shift and stay as they are:`] : []),
        ...lines,
        ...(more > 0 ? [`  and ${more} more; --json has all`] : []),
        dryRun ? `nothing was written to ${into}` : `written to ${into}`,
      ].join('\n'),
    );
  }
  process.exitCode = unshifted.length > 0 ? exitCodes.found : exitCodes.fine;
}
