import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hourMs, startOfHour } from '../../contract/hours';
import { runHours } from '../../contract/monitorSchedule';
import { sageMakerName } from '../../contract/sageMakerName';
import { UserError } from '../../contract/userError';
import { type RunWindow, windowBefore } from '../../contract/windowSchedule';
import { modelMonitorJson } from '../../quality/modelMonitor/modelMonitorJson';
import { readCaptureSchema } from '../../store/documents';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import { type CaptureWindow, refuseEmptyWindow } from '../input/captureWindow';
import { parseManagedFile, readAddress } from '../input/managedFiles';
import { printEveryFiveSeconds } from '../terminal/progress';
import type * as managed from './managedSchedule';
import { type ComparedWindow, compareWindow, type ManagedBaseline, reportedWindows } from './migrationWindows';
import { printMigration } from './printMigration';

interface MonitorMigrateOptions extends CaptureWindow {
  readonly schedule?: string;
  readonly baseline?: string;
  readonly captures?: string;
  readonly reports?: string;
  /** File of the capture schema. */
  readonly schemaFile?: string;
  readonly every: number;
  readonly hours?: number;
  readonly out?: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Where the managed monitor's files are. */
interface MigrationSource {
  /** Name of the schedule; undefined if every address is given. */
  readonly schedule?: string;
  readonly statistics: string;
  readonly constraints: string;
  readonly captures: string;
  readonly reports: string;
  readonly windowOf: (due: Date) => RunWindow;
}

/** Compares the analyzer with the reports of a managed schedule, and sets the exit code by whether they differ. */
export async function migrateEndpoint(endpoint: string, options: MonitorMigrateOptions): Promise<void> {
  if (!sageMakerName.test(endpoint)) {
    throw new UserError(`invalid endpoint name '${endpoint}': use letters, digits and single hyphens`);
  }
  const span = readSpan(options);
  const source = await findSource(endpoint, options);
  const baseline = await readBaselineFiles(source, options);
  const [captures, reports] = [source.captures, source.reports].map((address) =>
    openStore(address, options.endpointUrl),
  ) as [ObjectStore, ObjectStore];
  try {
    const windows = await reportedWindows(reports, span, source.windowOf);
    const compared: ComparedWindow[] = [];
    const print = printEveryFiveSeconds();
    for (const window of windows) {
      compared.push(await compareWindow({ captures, reports }, baseline, window));
      print(() => `comparing windows: ${compared.length} of ${windows.length}`);
    }
    printMigration(compared, { ...source, endpoint, out: options.out, json: options.json });
  } finally {
    captures.close();
    reports.close();
  }
}

function readSpan({ hours, from, to }: MonitorMigrateOptions): CaptureWindow {
  if (hours === undefined) {
    refuseEmptyWindow({ from, to });
    return { from, to };
  }
  if (from || to) throw new UserError('--hours and --from or --to exclude each other; use one of them');
  const end = startOfHour(new Date());
  return { from: new Date(end.getTime() - hours * hourMs), to: end };
}

/** The addresses in the options, else those of the schedule. */
async function findSource(endpoint: string, options: MonitorMigrateOptions): Promise<MigrationSource> {
  const { baseline, captures, reports, every } = options;
  const everyHours = (to: Date) => ({ from: new Date(to.getTime() - every * hourMs), to });
  const baselineFiles =
    baseline === undefined
      ? undefined
      : { statistics: `${baseline}/statistics.json`, constraints: `${baseline}/constraints.json` };
  if (baselineFiles && captures && reports) return { ...baselineFiles, captures, reports, windowOf: everyHours };
  // Loaded on demand: the SDK takes a good part of a second.
  const { readManagedSchedule } = require('./managedSchedule') as typeof managed;
  const schedule = await readManagedSchedule(endpoint, options.schedule, options.endpointUrl);
  const { name, expression } = schedule;
  return {
    schedule: name,
    ...(baselineFiles ?? baselineOf(schedule)),
    captures: captures ?? schedule.captures,
    reports: reports ?? schedule.reports,
    windowOf: runHours(expression) ? (due) => windowBefore(expression, due) : everyHours,
  };
}

/** The baseline that a schedule names. Throws a UserError if it names none. */
function baselineOf({ name, statistics, constraints }: managed.ManagedSchedule) {
  if (statistics !== undefined && constraints !== undefined) return { statistics, constraints };
  throw new UserError(`schedule ${name} names no statistics and constraints; pass their folder with --baseline`);
}

/** Reads the schedule's baseline, and writes its files to `--out`. */
async function readBaselineFiles(
  source: MigrationSource,
  { out, schemaFile, endpointUrl }: MonitorMigrateOptions,
): Promise<ManagedBaseline> {
  const [statistics, constraints] = [
    await readAddress(source.statistics, endpointUrl),
    await readAddress(source.constraints, endpointUrl),
  ];
  const baseline = {
    statistics: parseManagedFile(statistics, source.statistics, modelMonitorJson.readStatistics),
    constraints: parseManagedFile(constraints, source.constraints, modelMonitorJson.readConstraints),
  };
  if (out !== undefined) {
    await mkdir(out, { recursive: true });
    await writeFile(join(out, 'statistics.json'), statistics);
    await writeFile(join(out, 'constraints.json'), constraints);
  }
  const schema = schemaFile === undefined ? undefined : readCaptureSchema(schemaFile);
  return { ...baseline, schema };
}
