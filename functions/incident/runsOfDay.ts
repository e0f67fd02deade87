import { parseReportKey, schedulesPrefix } from '../../contract/storeLayout';
import type { RunReport } from './runReport';
import { listKeys, type StorePlace } from './storeObjects';

/** The reports of a run's schedule on a day of UTC that have a file: the end of their window, and the file's key. By time. */
export async function runsOfDay(
  place: StorePlace,
  run: RunReport,
  day: Date,
  file: string,
): Promise<{ readonly to: Date; readonly key: string }[]> {
  const path = day.toISOString().slice(0, 10).replaceAll('-', '/');
  const keys = await listKeys(place, `${schedulesPrefix(run)}${run.monitoringSchedule}/${path}/`);
  return keys.flatMap((key) => {
    const report = parseReportKey(key);
    return report?.file === file ? [{ to: report.runAt, key }] : [];
  });
}
