import type { CaptureSchema } from '../../contract/captureSchema';
import { hourMs, hourPath, parseHourPath } from '../../contract/hours';
import {
  type Constraints,
  reportFiles,
  type Statistics,
  type Violation,
  violationsFiles,
} from '../../contract/modelMonitorFiles';
import { UserError } from '../../contract/userError';
import type { RunWindow } from '../../contract/windowSchedule';
import { modelMonitorJson } from '../../quality/modelMonitor/modelMonitorJson';
import { analyzeWindow } from '../../quality/monitor/analyzeWindow';
import { type ReportDifference, reportDifferences, type WindowReport } from '../../quality/monitor/reportDifferences';
import { EmptyWindowError } from '../../quality/window/emptyWindowError';
import type { ListedObject, ObjectStore } from '../../store/objectStore';
import { storedSources } from '../../store/storedSources';
import type { CaptureWindow } from '../input/captureWindow';
import { parseManagedFile } from '../input/managedFiles';

/** The baseline of a managed schedule, as its files. */
export interface ManagedBaseline {
  readonly statistics: Statistics;
  readonly constraints: Constraints;
  /** By which the stack's analyzer reads the captures; undefined for by position only, as the managed container does. */
  readonly schema?: CaptureSchema;
}

/** The comparison of one window. */
export interface ComparedWindow extends RunWindow {
  readonly files: number;
  readonly rows: { readonly managed: number; readonly analyzer: number };
  readonly differences: readonly ReportDifference[];
}

/** The windows of the managed reports in a span, oldest first; `windowOf` is the window of a run that was due at an instant. */
export async function reportedWindows(
  reports: ObjectStore,
  { from, to }: CaptureWindow,
  windowOf: (due: Date) => RunWindow,
): Promise<RunWindow[]> {
  const range = {
    after: from && `${hourPath(from)}/`,
    before: to && `${hourPath(new Date(to.getTime() + hourMs))}/`,
  };
  const keys = (await reports.list('', range)).map(({ key }) => key);
  return keys
    .flatMap((key) => new RegExp(`^(\\d{4}/\\d\\d/\\d\\d/\\d\\d)/${reportFiles.statistics}$`).exec(key)?.[1] ?? [])
    .map((path) => windowOf(parseHourPath(path)))
    .filter((window) => (!from || window.from >= from) && (!to || window.to <= to));
}

/** Runs the analyzer's arithmetic on a window, and compares it with the managed report. */
export async function compareWindow(
  { captures, reports }: { readonly captures: ObjectStore; readonly reports: ObjectStore },
  baseline: ManagedBaseline,
  window: RunWindow,
): Promise<ComparedWindow> {
  const files = await capturesOf(captures, window);
  const managed = await readReport(reports, `${hourPath(window.to)}/`);
  const analyzer = await analyze(captures, files, baseline);
  return {
    ...window,
    files: files.length,
    rows: { managed: managed.statistics.dataset.item_count, analyzer: analyzer.statistics.dataset.item_count },
    differences: reportDifferences(managed, analyzer, { files: files.length }),
  };
}

/** The capture files of a window's hours, of all variants. */
async function capturesOf(store: ObjectStore, { from, to }: RunWindow): Promise<ListedObject[]> {
  const files: ListedObject[] = [];
  for (const variant of await store.folders('')) {
    for (let at = from.getTime(); at < to.getTime(); at += hourMs) {
      const listed = await store.list(`${variant}/${hourPath(new Date(at))}/`);
      files.push(...listed.filter(({ key }) => /\.jsonl(\.gz)?$/.test(key)));
    }
  }
  return files;
}

async function analyze(
  store: ObjectStore,
  files: readonly ListedObject[],
  { statistics, constraints, schema }: ManagedBaseline,
): Promise<WindowReport> {
  const emptyReport = { statistics: { version: 0, dataset: { item_count: 0 }, features: [] }, violations: [] };
  if (files.length === 0) return emptyReport;
  try {
    const analysis = await analyzeWindow({ captures: storedSources(store, files), statistics, constraints, schema });
    return { statistics: analysis.statistics, violations: analysis.violations.violations };
  } catch (error) {
    if (error instanceof EmptyWindowError) return emptyReport;
    throw error;
  }
}

/** A clean run of the managed container writes no violations. */
async function readReport(store: ObjectStore, prefix: string): Promise<WindowReport> {
  const statistics = await readManagedFile(store, prefix + reportFiles.statistics, modelMonitorJson.readStatistics);
  for (const name of violationsFiles) {
    if (!(await store.read(prefix + name))) continue;
    const violations = await readManagedFile(store, prefix + name, readViolations);
    return { statistics, violations };
  }
  return { statistics, violations: [] };
}

function readViolations(text: string, file: string): readonly Violation[] {
  const { violations } = JSON.parse(text) as { violations?: unknown };
  if (Array.isArray(violations)) return violations as Violation[];
  throw new Error(`${file}: must have a list 'violations'`);
}

/** Reads one of the container's files. Throws a UserError if it is missing or invalid. */
async function readManagedFile<T>(
  store: ObjectStore,
  key: string,
  parse: (text: string, file: string) => T,
): Promise<T> {
  const file = `${store.address}/${key}`;
  const object = await store.read(key);
  if (!object) throw new UserError(`${file}: not found`);
  return parseManagedFile(new TextDecoder().decode(object.body), file, parse);
}
