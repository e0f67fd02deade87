import { replayStack } from '../../cli/baseline/backtestAll';
import { type Calibration, calibrationFile } from '../../contract/calibration';
import { hourMs } from '../../contract/hours';
import type { Statistics } from '../../contract/modelMonitorFiles';
import { monitorSettingsKey } from '../../contract/monitorSettings';
import { analyzerSchedule, baselinePrefix, weekCountsKey } from '../../contract/storeLayout';
import { packBaseline } from '../../quality/baseline/packBaseline';
import { calibrationHash } from '../../quality/calibrated/calibrateBaseline';
import { countedWindow } from '../../quality/calibrated/countedWindow';
import { judgedFeatures } from '../../quality/calibrated/pastWindows';
import { weekMs, weekName, weekNumber } from '../../quality/calibrated/rollingWeeks';
import { writeWeek } from '../../quality/calibrated/weekFile';
import { suggestConstraints } from '../../quality/constraints/suggestConstraints';
import type { ObjectStore } from '../../store/objectStore';
import { benchSchema, benchSla } from '../quality/tableData';

export const endpoints = 500;
export const weeks = 12;

const monday = Date.UTC(2026, 0, 5);
const nameOf = (endpoint: number) => `bench-${endpoint}`;
const ref = { endpoint: nameOf(0), schema: benchSchema.version };

/** A store in memory with kept counts of hourly windows, in which all endpoints have the objects of one. */
export function backtestStore(
  calibration: Calibration,
  statistics: readonly Statistics[],
): { readonly store: ObjectStore; readonly megabytes: number } {
  const files = storedFiles(calibration, statistics);
  const bytes = [...files.values()].reduce((sum, body) => sum + body.length, 0);
  return { store: storeOf(files), megabytes: bytes / 2 ** 20 };
}

/** `baseline backtest --all`: reads and judges the windows of every endpoint. The number of judged windows. */
export async function backtestStack(store: ObjectStore): Promise<number> {
  const { endpoints: replayed } = await replayStack(store, { keepCounts: false, from: undefined, to: undefined });
  return replayed.reduce((sum, { result, reason }) => {
    if (!result) throw new Error(`backtest failed: ${reason}`);
    return sum + result.judged;
  }, 0);
}

/** The objects of one endpoint, and the settings of the stack. */
function storedFiles(calibration: Calibration, statistics: readonly Statistics[]): Map<string, Buffer> {
  const [first] = statistics;
  if (!first) throw new Error('no windows');
  const { manifest, files } = packBaseline({
    derived: {
      statistics: first,
      constraints: suggestConstraints(first),
      rows: first.dataset.item_count,
      rejects: [],
      rejectCount: 0,
      rejectCauses: [],
      notes: [],
      problems: [],
      slaChanges: [],
    },
    endpoint: ref.endpoint,
    schema: benchSchema,
    derivedAt: new Date(monday),
    derivedBy: 'bench',
    source: 'bench',
  });
  const baseline = manifest.id;
  const own = withRollingWeeks({ ...calibration, baseline });
  const stored = new Map(
    Object.entries({ ...files, [calibrationFile]: JSON.stringify(own) }).map(([name, text]) => [
      `${baselinePrefix(ref, baseline)}/${name}`,
      text,
    ]),
  );
  for (let week = 0; week < weeks; week++) stored.set(...weekFile(baseline, statistics, week));
  const monitor = { schema: ref.schema, baseline, engine: 'analyzer', schedule: 'rate(1 hour)', owner: 'owner' };
  const settings = {
    version: 1,
    stack: 'bench',
    endpoints: Object.fromEntries(
      Array.from({ length: endpoints }, (_, i) => [
        nameOf(i),
        { ...monitor, sla: { ...benchSla, endpoint: nameOf(i) }, featureMetrics: false },
      ]),
    ),
  };
  stored.set(monitorSettingsKey, JSON.stringify(settings));
  return new Map([...stored].map(([key, text]) => [key, Buffer.from(text)]));
}

/** Every second feature has rolling weeks, none of which the calibration has. */
function withRollingWeeks({ sha256: _, ...calibration }: Calibration): Calibration {
  const features = calibration.features.map((feature, i) =>
    i % 2 === 0 ? feature : { ...feature, reference: { ...feature.reference, kind: 'rolling' as const, slots: {} } },
  );
  const content = { ...calibration, features };
  return { ...content, sha256: calibrationHash(content) };
}

function weekFile(baseline: string, statistics: readonly Statistics[], week: number): [key: string, text: string] {
  const windows = Array.from({ length: 168 }, (_, hour) => {
    const from = new Date(monday + week * weekMs + hour * hourMs);
    const of = statistics[(week * 168 + hour) % statistics.length] as Statistics;
    return { ...countedWindow({ from, to: new Date(from.getTime() + hourMs), statistics: of }), hadDrift: false };
  });
  const name = weekName(weekNumber(new Date(monday)) + week);
  const features = judgedFeatures((statistics[0] as Statistics).features);
  return [weekCountsKey(ref, analyzerSchedule, baseline, name), writeWeek({ baseline, week: name, features }, windows)];
}

/** A store in which each endpoint has the objects of the first. */
function storeOf(files: ReadonlyMap<string, Buffer>): ObjectStore {
  const own = (key: string) => key.replace(/bench-\d+/g, ref.endpoint);
  const keys = [...files.keys()].sort();
  const unused = () => {
    throw new Error('the store of the benchmark is only read');
  };
  return {
    address: 'memory',
    list: async (prefix) =>
      keys
        .filter((key) => key.startsWith(own(prefix)))
        .map((key) => ({ key: key.replace(own(prefix), prefix), size: 0, lastModified: new Date(monday), etag: key })),
    folders: async (prefix) => {
      const below = keys.filter((key) => key.startsWith(own(prefix))).map((key) => key.slice(own(prefix).length));
      return [...new Set(below.flatMap((rest) => (rest.includes('/') ? [rest.split('/')[0] as string] : [])))];
    },
    read: async (key) => {
      const body = files.get(own(key));
      return body && { body, etag: key };
    },
    open: unused,
    create: unused,
    replace: unused,
    close: () => undefined,
  };
}
