import { join } from 'node:path';
import { parseHourPath } from '../../contract/hours';
import { UserError } from '../../contract/userError';
import { batchManifests } from '../../quality/source/batchManifest';
import { BatchError, batchRecords } from '../../quality/source/batchRecords';
import type { CaptureSource } from '../../quality/source/captureSource';
import { hourPrefixes } from '../../store/hourPrefixes';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import type { CaptureInput, CaptureOptions } from './captureInput';
import { type CaptureWindow, emptyWindowReason, refuseEmptyWindow } from './captureWindow';

/** A file that a manifest of one side names, by the hour of the manifest. */
interface NamedObject {
  readonly hour: Date;
  readonly bucket: string;
  readonly key: string;
  readonly name: string;
  readonly manifest: string;
}

type Side = 'input' | 'output';

/** What a batch transform job captured: manifests below `input/` and `output/`, whose files are joined line by line. */
export async function batchInput({
  batch,
  objects,
  endpointUrl,
  ...window
}: CaptureOptions & { readonly batch: string }): Promise<CaptureInput> {
  refuseEmptyWindow(window);
  const manifests = openStore(batch, endpointUrl);
  const buckets = new Map<string, ObjectStore>();
  const bucketOf = (bucket: string) => {
    const known = buckets.get(bucket);
    const opened = known ?? openStore(objects === undefined ? `s3://${bucket}` : join(objects, bucket), endpointUrl);
    buckets.set(bucket, opened);
    return opened;
  };
  const asked = await namedObjects(manifests, 'input', window);
  const answered = await namedObjects(manifests, 'output', window);
  const sources: CaptureSource[] = [];
  let bytes = 0;
  for (const { input, output } of paired(manifests, asked, answered)) {
    const sides = { input: bucketOf(input.bucket), output: bucketOf(output.bucket) };
    bytes += (await sizeOf(sides.input, input)) + (await sizeOf(sides.output, output));
    sources.push(
      explained(batchRecords({ input: sourceOf(sides.input, input), output: sourceOf(sides.output, output) })),
    );
  }
  const hours = [...new Set(asked.map(({ hour }) => hour.getTime()))].sort((a, b) => a - b);
  return {
    sources,
    amount: { files: sources.length, bytes },
    hours: hours.map((hour) => new Date(hour)),
    place: manifests.address,
    emptyReason: () => emptyReason(manifests, window),
    close: () => {
      for (const store of [manifests, ...buckets.values()]) store.close();
    },
  };
}

const manifestKey = /^(?:input|output)\/(?<hour>\d{4}\/\d{2}\/\d{2}\/\d{2})\/[^/]+$/;

async function manifestKeys(store: ObjectStore, side: Side, { from, to }: CaptureWindow) {
  const prefixes = from && to ? hourPrefixes(from, to) : [''];
  const keys: { key: string; hour: Date }[] = [];
  for (const prefix of prefixes) {
    for (const { key } of await store.list(`${side}/${prefix}`)) {
      const folders = manifestKey.exec(key)?.groups?.['hour'];
      const hour = folders === undefined ? undefined : parseHourPath(folders);
      if (hour && !Number.isNaN(hour.getTime()) && (!from || hour >= from) && (!to || hour < to))
        keys.push({ key, hour });
    }
  }
  return keys;
}

async function namedObjects(store: ObjectStore, side: Side, window: CaptureWindow): Promise<NamedObject[]> {
  const named: NamedObject[] = [];
  for (const { key: manifest, hour } of await manifestKeys(store, side, window)) {
    const text = new TextDecoder().decode((await store.read(manifest))?.body);
    try {
      for (const { bucket, prefix, names } of batchManifests(text)) {
        named.push(...names.map((name) => ({ hour, bucket, key: prefix + name, name, manifest })));
      }
    } catch (error) {
      throw new UserError(`${store.address}/${manifest}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return named;
}

/** Each input with its output, whose name is the input's and `.out`. */
function paired(store: ObjectStore, asked: readonly NamedObject[], answered: readonly NamedObject[]) {
  const place = ({ hour }: NamedObject, name: string) => `${hour.toISOString()} ${name}`;
  const outputs = byPlace(store, answered, (each) => place(each, each.name));
  const inputs = byPlace(store, asked, (each) => place(each, `${each.name}.out`));
  for (const [where, { name, manifest }] of [...inputs, ...outputs]) {
    const lacks = inputs.has(where)
      ? outputs.has(where)
        ? undefined
        : `output ${name}.out`
      : `input for output ${name}`;
    if (lacks === undefined) continue;
    throw new UserError(
      `${store.address}/${manifest}: names ${name}, and no manifest of the same hour has the ${lacks}; a batch is joined file by file`,
    );
  }
  return [...inputs].flatMap(([where, input]) => {
    const output = outputs.get(where);
    return output ? [{ input, output }] : [];
  });
}

function byPlace(store: ObjectStore, objects: readonly NamedObject[], place: (object: NamedObject) => string) {
  const found = new Map<string, NamedObject>();
  for (const object of objects) {
    const twin = found.get(place(object));
    if (twin && twin.key !== object.key) {
      throw new UserError(
        `${store.address}/${object.manifest}: names ${object.name}, as ${twin.manifest} does of the same hour: which answers belong to which can't be told; capture each job below an address of its own`,
      );
    }
    found.set(place(object), object);
  }
  return found;
}

async function sizeOf(store: ObjectStore, { key, manifest }: NamedObject): Promise<number> {
  const found = (await store.list(key)).find((object) => object.key === key);
  if (found) return found.size;
  throw new UserError(
    `${store.address}/${key}: is named by ${manifest}, and is not there; batches are read while their files exist`,
  );
}

function sourceOf(store: ObjectStore, { key }: NamedObject): CaptureSource {
  return { file: `${store.address}/${key}`, open: () => store.open(key) };
}

/** What can't be joined is a mistake of a person's, who has to hear of it. */
function explained({ file, open }: CaptureSource): CaptureSource {
  return {
    file,
    open: async function* () {
      try {
        yield* open();
      } catch (error) {
        throw error instanceof BatchError ? new UserError(error.message) : error;
      }
    },
  };
}

async function emptyReason(store: ObjectStore, { from, to }: CaptureWindow): Promise<string> {
  const all = [...(await manifestKeys(store, 'input', {})), ...(await manifestKeys(store, 'output', {}))];
  const under = `${store.address}/input and output`;
  if (all.length === 0) return `no manifests of batch transform jobs under ${under}, as yyyy/mm/dd/hh/<name>`;
  const times = all.map(({ hour }) => ({ at: hour })).sort((a, b) => a.at.getTime() - b.at.getTime());
  return emptyWindowReason({ ...(from && { from }), ...(to && { to }) }, times, [under]);
}
