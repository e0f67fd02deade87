import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
import { openStore } from '../../store/openStore';
import { benchSchema, benchSla } from '../quality/tableData';

export const endpoints = 500;
export const weeks = 12;

const monday = Date.UTC(2026, 0, 5);
const nameOf = (endpoint: number) => `bench-${endpoint}`;
const ref = { endpoint: nameOf(0), schema: benchSchema.version };

/** Writes a store with kept counts of hourly windows into a folder, in which all endpoints share the files of one. */
export function writeBacktestStore(
  folder: string,
  calibration: Calibration,
  statistics: readonly Statistics[],
): { readonly megabytes: number } {
  const { baseline, files } = storedFiles(calibration, statistics);
  for (const [key, text] of files) {
    for (let endpoint = 0; endpoint < endpoints; endpoint++) {
      const file = join(folder, key.replaceAll(ref.endpoint, nameOf(endpoint)));
      mkdirSync(dirname(file), { recursive: true });
      if (endpoint === 0) writeFileSync(file, text);
      else linkSync(join(folder, key), file);
    }
  }
  mkdirSync(dirname(join(folder, monitorSettingsKey)), { recursive: true });
  writeFileSync(join(folder, monitorSettingsKey), JSON.stringify(stackSettings(baseline)));
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return { megabytes: bytes / 2 ** 20 };
}

/** `baseline backtest --all` of the store in a folder: reads and judges the windows of every endpoint. The number of judged windows. */
export async function backtestStack(folder: string): Promise<number> {
  const store = openStore(folder);
  const { endpoints: replayed } = await replayStack(store, { keepCounts: false, from: undefined, to: undefined });
  return replayed.reduce((sum, { result, reason }) => {
    if (!result) throw new Error(`backtest failed: ${reason}`);
    return sum + result.judged;
  }, 0);
}

/** The baseline of the first endpoint, and its files by key. */
function storedFiles(
  calibration: Calibration,
  statistics: readonly Statistics[],
): { readonly baseline: string; readonly files: ReadonlyMap<string, string> } {
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
  return { baseline, files: stored };
}

function stackSettings(baseline: string) {
  const monitor = { schema: ref.schema, baseline, engine: 'analyzer', schedule: 'rate(1 hour)', owner: 'owner' };
  return {
    version: 1,
    stack: 'bench',
    endpoints: Object.fromEntries(
      Array.from({ length: endpoints }, (_, i) => [
        nameOf(i),
        { ...monitor, sla: { ...benchSla, endpoint: nameOf(i) }, featureMetrics: false },
      ]),
    ),
  };
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
