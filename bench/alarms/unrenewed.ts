import { alarmsOf } from '../../quality/calibrated/alarmEpisodes';
import { countedWindow } from '../../quality/calibrated/countedWindow';
import { judgeWindow } from '../../quality/calibrated/judgeWindow';
import { countWeeks, weekMs } from '../../quality/calibrated/rollingWeeks';
import type { Share } from './measuredAlarms';
import type { MeasuredWindow, TestCases } from './testCases';

/** Weeks of one figure. */
export const unrenewedWeeks = 4;

/**
 * Windows in alarm by four weeks after a calibration that is not renewed: the one of the first test judges all later windows of a
 * data set. Rolling references follow, as in use.
 */
export function unrenewed(
  { calibration, start }: Pick<TestCases, 'calibration' | 'start'>,
  windows: readonly MeasuredWindow[],
): Share[] {
  const weeks = countWeeks(calibration, windows.map(countedWindow));
  const later = windows.filter(({ from, rows }) => from >= start && rows.length >= calibration.minimumRows);
  const levels = later.map(({ from, rows, statistics: { features } }) => {
    const byName = new Map(features.map((feature) => [feature.name, feature]));
    return judgeWindow(calibration, { from, rows: rows.length, featureOf: (name) => byName.get(name), weeks }).level;
  });
  const alarms = alarmsOf(levels, calibration.persistence);
  const ages = later.map(({ from }) => Math.floor((from.getTime() - start.getTime()) / weekMs / unrenewedWeeks));
  return Array.from({ length: (ages.at(-1) ?? -1) + 1 }, (_, age) => ({
    events: alarms.filter((isAlarm, i) => isAlarm && ages[i] === age).length,
    cases: ages.filter((of) => of === age).length,
  }));
}
