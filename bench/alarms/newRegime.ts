import type { FeatureCalibration } from '../../contract/calibration';
import { alarmsOf } from '../../quality/calibrated/alarmEpisodes';
import { countedWindow } from '../../quality/calibrated/countedWindow';
import { faultLibrary } from '../../quality/calibrated/faults';
import { type FeatureValues, featureValues } from '../../quality/calibrated/featureValues';
import { judgeWindow } from '../../quality/calibrated/judgeWindow';
import { countWeeks, weekMs } from '../../quality/calibrated/rollingWeeks';
import type { Share } from './measuredAlarms';
import { columnOfValues, type JudgedFeatures, type TestCases } from './testCases';

/** A change that stays: the numbers of a feature rise for good. */
const change = faultLibrary.find(({ name, severity }) => name === 'shift' && severity === 'severe');

/**
 * Windows in alarm by week after a change that stays, without another calibration: in each test, each numeric feature changes at
 * the start, and is judged alone.
 */
export function newRegime(tests: readonly TestCases[]): Share[] {
  const weeks = tests[0]?.weeks ?? 0;
  const sums = Array.from({ length: weeks }, () => ({ events: 0, cases: 0 }));
  for (const test of tests) {
    for (const feature of test.calibration.features) {
      if (feature.bins.kind !== 'numeric') continue;
      alarmsAfterChange(test, feature).forEach((isAlarm, i) => {
        const { from } = test.clean[i] ?? { from: test.start };
        const sum = sums[Math.floor((from.getTime() - test.start.getTime()) / weekMs)];
        if (!sum) return;
        sum.cases += 1;
        sum.events += Number(isAlarm);
      });
    }
  }
  return sums;
}

function alarmsAfterChange({ calibration, baselineWindows, earlier, clean }: TestCases, feature: FeatureCalibration) {
  const alone = { ...calibration, features: [feature] };
  const changed = clean.map((window) => changeFeature(window, feature));
  const weeks = countWeeks(alone, [...earlier, ...baselineWindows, ...changed].map(pastWindow).map(countedWindow));
  const levels = changed.map(
    ({ from, rows, features: [own] }) => judgeWindow(alone, { from, rows, featureOf: () => own, weeks }).level,
  );
  return alarmsOf(levels, calibration.persistence);
}

/** The window with the changed feature only; without it where the change does not apply. */
function changeFeature(window: JudgedFeatures, { name, bins }: FeatureCalibration): JudgedFeatures {
  const own = window.features.find((feature) => feature.name === name);
  const values = own && featureValues(own);
  const changed = values && inject(values, bins);
  return { ...window, features: changed ? [columnOfValues(name, changed)] : [] };
}

function inject(values: FeatureValues, bins: FeatureCalibration['bins']): FeatureValues | undefined {
  return change?.inject(values, { bins, first: values, other: undefined, later: () => undefined });
}

const pastWindow = ({ from, rows, features }: JudgedFeatures) => ({
  from,
  to: from,
  statistics: { version: 0 as const, dataset: { item_count: rows }, features: [...features] },
});
