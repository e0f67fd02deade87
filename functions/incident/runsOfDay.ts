import { dayMs } from '../../contract/hours';
import { parseReportKey, schedulesPrefix } from '../../contract/storeLayout';
import type { RunReport } from './runReport';
import { listKeys, type StorePlace } from './storeObjects';

/** A report of a schedule that has a file. */
export interface EarlierRun {
  /** End of its window. */
  readonly to: Date;
  /** Key of the file. */
  readonly key: string;
}

/** The reports of a run's schedule on a day of UTC that have a file, by time. */
export async function runsOfDay(place: StorePlace, run: RunReport, day: Date, file: string): Promise<EarlierRun[]> {
  const path = day.toISOString().slice(0, 10).replaceAll('-', '/');
  const keys = await listKeys(place, `${schedulesPrefix(run)}${run.monitoringSchedule}/${path}/`);
  return keys.flatMap((key) => {
    const report = parseReportKey(key);
    return report?.file === file ? [{ to: report.runAt, key }] : [];
  });
}

/**
 * The reports before a run's that have a file, the latest first, back to `days` days before the run's own. A day is listed
 * once its reports are asked for.
 */
export async function* runsBefore(
  place: StorePlace,
  run: RunReport,
  days: number,
  file: string,
): AsyncGenerator<EarlierRun> {
  for (let day = 0; day <= days; day++) {
    const runs = await runsOfDay(place, run, new Date(run.runAt.getTime() - day * dayMs), file);
    yield* runs.filter(({ to }) => to < run.runAt).reverse();
  }
}
