import { join } from 'node:path';
import { captureKeyOf, columnsOf, type SchemaContent } from '../../contract/captureSchema';
import { parseHourPath } from '../../contract/hours';
import { UserError } from '../../contract/userError';
import { parquetAsCsv } from '../../quality/baseline/tables/parquetAsCsv';
import { TableError } from '../../quality/baseline/tables/tableFile';
import { BatchError } from '../../quality/source/batchFile';
import { batchManifests } from '../../quality/source/batchManifest';
import { batchRecords } from '../../quality/source/batchRecords';
import type { CaptureSource } from '../../quality/source/captureSource';
import { hourPrefixes } from '../../store/hourPrefixes';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import type { CaptureInput, CaptureOptions } from './captureInput';
import { type CaptureWindow, emptyWindowReason, refuseEmptyWindow } from './captureWindow';

/** A file that a manifest names, with the hour of the manifest. */
interface BatchFile {
  readonly hour: Date;
  readonly bucket: string;
  readonly key: string;
  readonly name: string;
  readonly manifest: string;
}

interface BatchPair {
  readonly input: BatchFile;
  readonly output: BatchFile;
}

type Side = keyof BatchPair;

type BatchOptions = CaptureOptions & { readonly batch: string };

/** Captures of batch transform jobs: manifests below `input/` and `output/`, whose files are joined line by line. */
export async function batchInput(options: BatchOptions): Promise<CaptureInput> {
  const { batch, objects, endpointUrl, from, to, columns } = options;
  refuseEmptyWindow({ from, to });
  const opened = new Map<string, ObjectStore>();
  const open = (address: string) => {
    const store = opened.get(address) ?? openStore(address, endpointUrl);
    opened.set(address, store);
    return store;
  };
  const openBucket = (bucket: string) => open(objects === undefined ? `s3://${bucket}` : join(objects, bucket));
  const close = () => {
    for (const store of opened.values()) store.close();
  };
  try {
    return { ...(await readBatch(open(batch), openBucket, { from, to, columns })), close };
  } catch (error) {
    close();
    throw error;
  }
}

async function readBatch(
  manifests: ObjectStore,
  openBucket: (bucket: string) => ObjectStore,
  { columns, ...window }: CaptureWindow & Pick<CaptureOptions, 'columns'>,
): Promise<Omit<CaptureInput, 'close'>> {
  const inputs = await readManifests(manifests, 'input', window);
  const outputs = await readManifests(manifests, 'output', window);
  const sources: CaptureSource[] = [];
  let bytes = 0;
  for (const { input, output } of pairFiles(manifests, inputs, outputs)) {
    const stores = { input: openBucket(input.bucket), output: openBucket(output.bucket) };
    bytes += (await findSize(stores.input, input)) + (await findSize(stores.output, output));
    const pair = {
      input: objectSource(stores.input, input, columns),
      output: objectSource(stores.output, output, columns),
    };
    sources.push(withUserErrors(batchRecords(pair, columns)));
  }
  const hours = [...new Set(inputs.map(({ hour }) => hour.getTime()))].sort((a, b) => a - b);
  return {
    sources,
    amount: { files: sources.length, bytes },
    hours: hours.map((hour) => new Date(hour)),
    place: manifests.address,
    emptyReason: () => emptyBatchReason(manifests, window),
  };
}

const manifestKey = /^(?:input|output)\/(?<hour>\d{4}\/\d{2}\/\d{2}\/\d{2})\/[^/]+$/;

async function listManifests(store: ObjectStore, side: Side, { from, to }: CaptureWindow) {
  const prefixes = from && to ? hourPrefixes(from, to) : [''];
  const manifests: { key: string; hour: Date }[] = [];
  for (const prefix of prefixes) {
    for (const { key } of await store.list(`${side}/${prefix}`)) {
      const folders = manifestKey.exec(key)?.groups?.['hour'];
      const hour = folders === undefined ? undefined : parseHourPath(folders);
      if (hour && !Number.isNaN(hour.getTime()) && (!from || hour >= from) && (!to || hour < to))
        manifests.push({ key, hour });
    }
  }
  return manifests;
}

async function readManifests(store: ObjectStore, side: Side, window: CaptureWindow): Promise<BatchFile[]> {
  const files: BatchFile[] = [];
  for (const { key: manifest, hour } of await listManifests(store, side, window)) {
    const text = new TextDecoder().decode((await store.read(manifest))?.body);
    try {
      for (const { bucket, prefix, names } of batchManifests(text)) {
        files.push(...names.map((name) => ({ hour, bucket, key: prefix + name, name, manifest })));
      }
    } catch (error) {
      throw new UserError(`${store.address}/${manifest}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return files;
}

/** Pairs each input with its output, which has the input's name and `.out`. */
function pairFiles(store: ObjectStore, inputs: readonly BatchFile[], outputs: readonly BatchFile[]): BatchPair[] {
  const pairKey = ({ hour }: BatchFile, outputName: string) => `${hour.toISOString()} ${outputName}`;
  const outputByKey = indexFiles(store, outputs, (file) => pairKey(file, file.name));
  const inputByKey = indexFiles(store, inputs, (file) => pairKey(file, `${file.name}.out`));
  for (const [key, file] of [...inputByKey, ...outputByKey]) {
    if (!outputByKey.has(key)) throw unpairedFile(store, file, `output ${file.name}.out`);
    if (!inputByKey.has(key)) throw unpairedFile(store, file, `input for output ${file.name}`);
  }
  return [...inputByKey].flatMap(([key, input]) => {
    const output = outputByKey.get(key);
    return output ? [{ input, output }] : [];
  });
}

function unpairedFile(store: ObjectStore, { name, manifest }: BatchFile, missing: string): UserError {
  return new UserError(
    `${store.address}/${manifest}: names ${name}, but no manifest of the same hour names the ${missing}`,
  );
}

function indexFiles(store: ObjectStore, files: readonly BatchFile[], keyOf: (file: BatchFile) => string) {
  const fileByKey = new Map<string, BatchFile>();
  for (const file of files) {
    const twin = fileByKey.get(keyOf(file));
    if (twin && twin.key !== file.key) {
      throw new UserError(
        `${store.address}/${file.manifest}: names ${file.name}, as does ${twin.manifest} of the same hour; inputs and outputs cannot be paired; capture each job below an address of its own`,
      );
    }
    fileByKey.set(keyOf(file), file);
  }
  return fileByKey;
}

async function findSize(store: ObjectStore, { key, manifest }: BatchFile): Promise<number> {
  const listed = (await store.list(key)).find((object) => object.key === key);
  if (listed) return listed.size;
  throw new UserError(`${store.address}/${key}: named by ${manifest}, but does not exist`);
}

/** An object of a batch; Parquet as CSV. */
function objectSource(store: ObjectStore, { key }: BatchFile, columns: SchemaContent | undefined): CaptureSource {
  const source = { file: `${store.address}/${key}`, open: () => store.open(key) };
  return parquetAsCsv(
    source,
    new Set(columns && columnsOf(columns).flatMap((column) => [column.name, captureKeyOf(column)])),
  );
}

/** Turns the errors of files that cannot be joined into errors for the user. */
function withUserErrors({ file, open }: CaptureSource): CaptureSource {
  return {
    file,
    open: async function* () {
      try {
        yield* open();
      } catch (error) {
        throw error instanceof BatchError || error instanceof TableError ? new UserError(error.message) : error;
      }
    },
  };
}

async function emptyBatchReason(store: ObjectStore, window: CaptureWindow): Promise<string> {
  const manifests = [...(await listManifests(store, 'input', {})), ...(await listManifests(store, 'output', {}))];
  const place = `${store.address}/input and output`;
  if (manifests.length === 0) return `no manifests of batch transform jobs under ${place}, as yyyy/mm/dd/hh/<name>`;
  const times = manifests.map(({ hour }) => ({ at: hour })).sort((a, b) => a.at.getTime() - b.at.getTime());
  return emptyWindowReason(window, times, [place]);
}
