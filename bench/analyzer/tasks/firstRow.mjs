/**
 * Loads a function's bundle and analyzes a window of one record, with a store in memory in place of the AWS SDK:
 * `firstRow.mjs <bundle> <event> <objects.json>`. Prints the Measurement from the loading of the bundle to the reading of
 * the record, when settings and baseline are read and checked.
 */
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';

const [, , bundle, event, objectsFile] = process.argv;
const objects = new Map(
  Object.entries(JSON.parse(readFileSync(objectsFile, 'utf8'))).map(([key, path]) => [key, readFileSync(path)]),
);

class Command {
  constructor(input) {
    this.input = input;
  }
}
class GetObjectCommand extends Command {}
class PutObjectCommand extends Command {}

let cpu;
let start;
let measurement;

function measure() {
  const { user, system } = process.cpuUsage(cpu);
  const megabytes = process.resourceUsage().maxRSS / 1024;
  return { seconds: (performance.now() - start) / 1e3, cpuSeconds: (user + system) / 1e6, megabytes };
}

class S3Client {
  async send({ input: { Key, Body }, constructor: kind }) {
    if (kind === PutObjectCommand) {
      objects.set(Key, Buffer.from(Body));
      return {};
    }
    const body = objects.get(Key);
    if (!body) throw Object.assign(new Error(Key), { name: 'NoSuchKey' });
    if (Key.startsWith('captures/')) measurement = measure();
    return { ETag: '"1"', Body: { transformToByteArray: async () => body } };
  }
}

async function* paginateListObjectsV2(_, { Prefix, Delimiter }) {
  const keys = [...objects.keys()].filter((key) => key.startsWith(Prefix));
  const folders = new Set(keys.map((key) => key.slice(0, key.indexOf('/', Prefix.length) + 1)));
  if (Delimiter) yield { CommonPrefixes: [...folders].map((folder) => ({ Prefix: folder })) };
  else yield { Contents: keys.map((Key) => ({ Key, Size: objects.get(Key).length, ETag: '"1"' })) };
}

const sdk = { GetObjectCommand, PutObjectCommand, S3Client, paginateListObjectsV2 };
const load = Module._load;
Module._load = (id, ...rest) => (id.startsWith('@aws-sdk/') ? sdk : load(id, ...rest));

const log = console.log;
console.log = () => undefined;
cpu = process.cpuUsage();
start = performance.now();
const { handler } = createRequire(import.meta.url)(bundle);
const context = { awsRequestId: 'bench', memoryLimitInMB: '1024', getRemainingTimeInMillis: () => 300_000 };
const { runs } = await handler(JSON.parse(event), context);
if (runs.length !== 1 || runs[0].status === 'Failed') throw new Error(JSON.stringify(runs));
log(JSON.stringify(measurement));
