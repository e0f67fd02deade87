import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Benchmark, BenchmarkOptions } from '../benchmark';
import type { Figure } from '../figure';
import { measureInRounds, measureProgram, type Subject } from '../measure';
import { benchData } from '../quality/tableData';
import { type AnalyzerStore, benchEvent, writeAnalyzerStore } from './analyzerStore';
import { measuredRecords as records } from './runCost';
import { runCostText } from './runCostTable';

const tasks = resolve(__dirname, 'tasks');
const packages = resolve(__dirname, '..', '..', 'node_modules');

/** The analyzer's bundle under the Node of its runtime, with a store on this machine: it has S3's calls, not its latency. */
export const analyzerBenchmark: Benchmark = {
  name: 'analyzer',
  title: 'The analyzer: its bundle under the Node of its runtime, from the start of a process',
  run: measureAnalyzer,
  describe: runCostText,
};

async function measureAnalyzer(options: BenchmarkOptions): Promise<Figure[]> {
  const { cache, rows, tenfold, report } = options;
  const node = process.env['REHEARSAL_NODE24'];
  if (!node) throw new Error("REHEARSAL_NODE24 is not set: run 'npm run bench', which installs Node 24");
  report(`data of ${records} records`);
  const data = benchData(cache, records, true);
  const store = await writeAnalyzerStore(join(cache, 'analyzer'), data);
  const large = tenfold
    ? await writeAnalyzerStore(join(cache, 'analyzer-tenfold'), data, Math.ceil((10 * rows) / records))
    : undefined;
  const servers: ChildProcess[] = [];
  const serve = async (objects: string) => {
    const server = spawn(node, [join(tasks, 'storeServer.mjs'), objects], { stdio: ['ignore', 'pipe', 'inherit'] });
    servers.push(server);
    const [port] = (await once(createInterface(server.stdout), 'line')) as [string];
    return `http://127.0.0.1:${port}`;
  };
  try {
    const subjects = [
      firstRow(node, store),
      ...windowSubjects(node, { store, objects: 'one', address: await serve(store.oneRecord) }),
      ...windowSubjects(node, { store, objects: 'all', address: await serve(store.allRecords) }),
    ];
    const figures = measureInRounds(subjects, options);
    if (!large) return figures;
    const [, tenfoldRun] = windowSubjects(node, {
      store: large,
      objects: 'all',
      address: await serve(large.allRecords),
    });
    if (!tenfoldRun) return figures;
    const subject = {
      ...tenfoldRun,
      id: 'tenfold',
      what: `a window of ${10 * rows} records, once`,
      aim: { atMostMegabytes: 512 },
    };
    return [...figures, ...measureInRounds([subject], { ...options, repeat: 1 })];
  } finally {
    for (const server of servers) server.kill();
  }
}

function firstRow(node: string, { bundle, oneRecord }: AnalyzerStore): Subject {
  return {
    id: 'first-row',
    what: 'the bundle, from its import to the first record; without the AWS SDK',
    aim: { atMostSeconds: 0.05 },
    measure: () =>
      measureProgram(node, [join(tasks, 'firstRow.mjs'), bundle, benchEvent, oneRecord], { STORE_BUCKET: 'store' }),
  };
}

/** Reading a window's captures with the AWS SDK, and analyzing them. */
function windowSubjects(
  node: string,
  {
    store,
    objects,
    address,
  }: { readonly store: AnalyzerStore; readonly objects: 'one' | 'all'; readonly address: string },
): Subject[] {
  let runs = 0;
  const measure = (task: string, args: readonly string[]) =>
    measureProgram(node, [join(tasks, task), ...args], {
      STORE_BUCKET: `run-${runs++}`,
      AWS_ENDPOINT_URL: address,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      NODE_PATH: packages,
    });
  const read = { one: 'sdk', all: 'read' }[objects];
  const keys = { one: store.oneKey, all: store.allKeys }[objects];
  return [
    {
      id: read,
      what: `the AWS SDK starts and reads ${{ one: 'one object', all: `the files of ${records} records` }[objects]}`,
      aim: {},
      measure: () => measure('readObjects.mjs', [keys]),
    },
    {
      id: { one: 'cold-start', all: 'records' }[objects],
      what: `a cold start and a window of ${{ one: 'one record', all: `${records} records` }[objects]}`,
      aim:
        objects === 'one'
          ? { atMostTimes: { [read]: 2 } }
          : { atMostTimes: { [read]: 4 }, atMostSeconds: 3, atMostMegabytes: 512 },
      measure: () => measure('invokeFunction.mjs', [store.bundle, benchEvent]),
    },
  ];
}
