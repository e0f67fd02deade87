import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CaptureSchema } from '../../contract/captureSchema';
import { hourMs } from '../../contract/hours';
import { captureHourPrefix, type SchemaRef } from '../../contract/storeLayout';
import { UserError, unreadable } from '../../contract/userError';
import { type CaptureShift, type ShiftedCapture, shiftedCapture } from '../../quality/record/shiftedCapture';
import { readCapturedShape } from '../../quality/schema/captureShape';
import { shapeChanges } from '../../quality/schema/compareShape';
import { readCaptureSchema } from '../../store/documents';
import type { ObjectStore } from '../../store/objectStore';
import { registeredSchemas } from '../../store/schemaRegistry';
import { type StoredCapture, storedCaptures } from '../../store/storedCaptures';
import { unreadableReason } from '../input/captureWindow';
import { amountOnDisk, fileSource } from '../input/diskInput';
import { findCaptures, type LocalCapture } from '../input/findCaptures';
import { showCaptureProgress } from '../terminal/progress';

export interface ReplaySelection extends SchemaRef {
  readonly captures: readonly string[];
  /** Hour to shift the first hour of the captures to. */
  readonly start: Date;
  readonly schemaFile?: string;
  readonly anyShape: boolean;
  readonly newIds: boolean;
}

/** A local file and its key in the store. */
export interface ReplayedFile {
  readonly path: string;
  readonly key: string;
  readonly hour: Date;
  readonly variant: string;
}

/** What a replay writes. */
export interface ReplayPlan {
  readonly files: readonly ReplayedFile[];
  readonly shift: CaptureShift;
  /** Keys that are in the store already, with the same content. */
  readonly existing: ReadonlySet<string>;
  /** Number of other capture files in the same hours of the store. */
  readonly otherFiles: number;
}

/** Plans a replay; returns the reason, in one sentence, when there is nothing to replay. */
export async function planReplay(store: ObjectStore, selection: ReplaySelection): Promise<ReplayPlan | string> {
  const { captures: paths, start, newIds, anyShape, endpoint } = selection;
  const captures = findCaptures(paths);
  if (captures.length === 0) return `no captures (*.jsonl, *.jsonl.gz) under ${paths.join(', ')}`;
  const { files, hours } = assignKeys(captures, selection);
  if (!anyShape) {
    const reason = await checkShape(store, selection, files);
    if (reason !== undefined) return reason;
  }
  const shift = { hours, newIds: newIds ? `${endpoint} ${start.toISOString()}` : undefined };
  const stored = await listTargetHours(store, selection, files);
  const existing = await findExisting(store, files, stored, shift);
  return { files, shift, existing, otherFiles: stored.length - existing.size };
}

/** Reads a local capture file and shifts its times. */
export function readShifted(path: string, shift: CaptureShift): ShiftedCapture {
  let file: Uint8Array;
  try {
    file = readFileSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
  return shiftedCapture(file, shift);
}

export function conflictError(store: ObjectStore, key: string): UserError {
  return new UserError(
    `${store.address}/${key}: exists with other content, and captures are never overwritten; choose another --start`,
  );
}

/** Assigns a key to each file. The first hour of the captures becomes `start`; the others keep their distance. */
function assignKeys(captures: readonly LocalCapture[], { endpoint, schema, start }: ReplaySelection) {
  const placed = captures.map(({ path, hour, key }) => {
    if (hour && key !== undefined) return { path, hour, variant: key.split('/')[1] ?? '' };
    throw new UserError(
      `${path}: the path has no folders <endpoint>/<variant>/yyyy/mm/dd/hh; move the file into such folders`,
    );
  });
  const first = Math.min(...placed.map(({ hour }) => hour.getTime()));
  const hours = (start.getTime() - first) / hourMs;
  const pathByKey = new Map<string, string>();
  const files = placed.map(({ path, variant, hour: captured }): ReplayedFile => {
    const hour = new Date(captured.getTime() + hours * hourMs);
    const key = captureHourPrefix({ endpoint, schema }, variant, hour) + basename(path);
    const twin = pathByKey.get(key);
    if (twin !== undefined)
      throw new UserError(`${path} and ${twin} have the same target key ${key}; omit one of them`);
    pathByKey.set(key, path);
    return { path, key, hour, variant };
  });
  return { files, hours };
}

/** Throws a UserError for captures of another shape; returns the reason, in one sentence, when none can be read. */
async function checkShape(
  store: ObjectStore,
  selection: ReplaySelection,
  files: readonly ReplayedFile[],
): Promise<string | undefined> {
  const schema = await readSchema(store, selection);
  const paths = files.map(({ path }) => path);
  const captured = await readCapturedShape(paths.map(fileSource), showCaptureProgress(amountOnDisk(paths)));
  if (!captured.shape) return unreadableReason(paths.length, captured);
  const changes = shapeChanges(captured.shape, schema);
  if (changes.length === 0) return undefined;
  throw new UserError(
    [
      `the captures do not match schema ${selection.schema} of ${selection.endpoint}; use --any-shape to replay them anyway:`,
      ...changes.map(({ text }) => `  ${text}`),
    ].join('\n'),
  );
}

/** Reads the schema from its file, else from the store's registry, else from `schemas/<endpoint>/<version>.yaml`. */
async function readSchema(
  store: ObjectStore,
  { endpoint, schema: version, schemaFile }: ReplaySelection,
): Promise<CaptureSchema> {
  if (schemaFile !== undefined) return readSchemaFile(schemaFile, version);
  const registered = await registeredSchemas(store, endpoint);
  const schema = registered.find((known) => known.version === version);
  if (schema) return schema;
  const usualFile = join('schemas', endpoint, `${version}.yaml`);
  if (existsSync(usualFile)) return readSchemaFile(usualFile, version);
  const versions = registered.map((known) => known.version).join(', ') || 'no versions';
  throw new UserError(
    `unknown schema ${version} of ${endpoint}: the registry of ${store.address} has ${versions}, and ${usualFile} does not exist; use --schema-file`,
  );
}

function readSchemaFile(file: string, version: string): CaptureSchema {
  const schema = readCaptureSchema(file);
  if (schema.version === version) return schema;
  throw new UserError(`${file}: contains version ${schema.version}, not the ${version} of --schema`);
}

/** Lists the capture files that the store has in the target hours. */
async function listTargetHours(
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

/** Returns the target keys that have the same content already; throws a UserError for a key with other content. */
async function findExisting(
  store: ObjectStore,
  files: readonly ReplayedFile[],
  stored: readonly StoredCapture[],
  shift: CaptureShift,
): Promise<ReadonlySet<string>> {
  const keys = new Set(stored.map(({ key }) => key));
  const existing = new Set<string>();
  for (const { path, key } of files.filter((file) => keys.has(file.key))) {
    const body = (await store.read(key))?.body;
    if (!body || Buffer.compare(body, readShifted(path, shift).bytes) !== 0) throw conflictError(store, key);
    existing.add(key);
  }
  return existing;
}
