import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleText } from '../../components/functionArchive';
import { type EndpointMonitor, monitorSettingsKey } from '../../contract/monitorSettings';
import { type BaselineFile, baselineKey, captureHourPrefix } from '../../contract/storeLayout';
import { packBaseline } from '../../quality/baseline/packBaseline';
import { readTrainingFiles } from '../../quality/baseline/tables/readTrainingFiles';
import { type BenchData, benchSchema, benchSla } from '../quality/tableData';

const ref = { endpoint: benchSla.endpoint, schema: benchSchema.version };
const hour = new Date('2026-11-02T08:00:00Z');

/** The event of the schedule for the window with the captures. */
export const benchEvent = JSON.stringify({ endpoint: ref.endpoint, scheduledTime: '2026-11-02T09:00:00Z' });

/** Paths of the files that the tasks read. */
export interface AnalyzerStore {
  /** The analyzer's bundle. */
  readonly bundle: string;
  /** Paths by key (JSON), for a window of one record and for one of all. */
  readonly oneRecord: string;
  readonly allRecords: string;
  /** Keys of their captures (JSON). */
  readonly oneKey: string;
  readonly allKeys: string;
}

/** Writes the bundle and a store with one endpoint of the analyzer, whose window has the captures `times` over. */
export async function writeAnalyzerStore(
  folder: string,
  { csv, captures }: BenchData,
  times = 1,
): Promise<AnalyzerStore> {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const files = readdirSync(captures).sort();
  const [firstLine = ''] = readFileSync(join(captures, files[0] ?? ''), 'utf8').split('\n');
  const settings = await writeSettings(csv, write);
  const captureKey = (place: number) => {
    const [minute, second] = [Math.floor(place / 60) % 60, place % 60].map((part) => String(part).padStart(2, '0'));
    return `${captureHourPrefix(ref, 'AllTraffic', hour)}${minute}-${second}-000-${String(place).padStart(6, '0')}.jsonl`;
  };
  const one = { [captureKey(0)]: write('record.jsonl', `${firstLine}\n`) };
  const paths = Array.from({ length: times }, () => files.map((name) => join(captures, name))).flat();
  const all = Object.fromEntries(paths.map((path, place) => [captureKey(place), path]));
  return {
    bundle: write('index.js', await bundleText('analyzer')),
    oneRecord: write('one.json', JSON.stringify({ ...settings, ...one })),
    allRecords: write('all.json', JSON.stringify({ ...settings, ...all })),
    oneKey: write('oneKey.json', JSON.stringify(Object.keys(one))),
    allKeys: write('allKeys.json', JSON.stringify(Object.keys(all))),
  };
}

/** Writes the endpoint's settings and its baseline, of the CSV. Returns paths by key. */
async function writeSettings(csv: string, write: (name: string, text: string) => string) {
  const { manifest, files } = packBaseline({
    derived: await readTrainingFiles({
      files: [{ name: 'table.csv', path: csv }],
      format: { header: true },
      schema: benchSchema,
      sla: benchSla,
    }),
    endpoint: ref.endpoint,
    schema: benchSchema,
    derivedAt: hour,
    derivedBy: 'arn:aws:iam::123456789012:user/bench',
    source: 'table.csv',
  });
  const monitor: EndpointMonitor = {
    schema: ref.schema,
    baseline: manifest.id,
    engine: 'analyzer',
    schedule: 'rate(1 hour)',
    owner: benchSla.owner,
    sla: benchSla,
    featureMetrics: false,
  };
  const settings = { version: 1, stack: 'bench', endpoints: { [ref.endpoint]: monitor } };
  return {
    [monitorSettingsKey]: write('monitors.json', JSON.stringify(settings)),
    ...Object.fromEntries(
      Object.entries(files).map(([name, text]) => [
        baselineKey(ref, manifest.id, name as BaselineFile),
        write(name, text),
      ]),
    ),
  };
}
