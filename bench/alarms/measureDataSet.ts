import { type RuleName, raiseLimits, ruleNames, scoreTests } from './alarmRules';
import type { DataSet } from './dataSets';
import type { DataSetFigures, RuleFigures } from './measuredAlarms';
import { newRegime } from './newRegime';
import { describeTests, ruleFigures } from './ruleFigures';
import { budget, measureWindows, prepareTest, type TestCases, testStarts } from './testCases';
import { unrenewed } from './unrenewed';

/** The peers take the first and the middle test: they are many times slower. */
const isTested = (rule: RuleName, test: number, tests: number) =>
  rule === 'calibrated' || rule === 'exact' || test === 0 || test === Math.floor(tests / 2);

/** Tests all rules on a data set: the same windows, faults and seeds for each. */
export function measureDataSet(
  set: DataSet,
  cache: string,
  report: (text: string) => void,
): { readonly figures: DataSetFigures; readonly tests: readonly TestCases[] } {
  const { id, what, isKept, historyWeeks, testWeeks } = set;
  const windows = measureWindows(set);
  const tests = testStarts(set).map((week, i, all) => {
    report(`${id}: calibrate, ${i + 1} of ${all.length}`);
    return prepareTest(set, windows, week);
  });
  const rules = ruleNames.flatMap((rule): RuleFigures[] => {
    report(`${id}: ${rule}`);
    const judged = tests.filter((_, i) => isTested(rule, i, tests.length));
    const scored = scoreTests(rule, judged, cache);
    if (!scored) return [];
    const own = ruleFigures(rule, false, judged, scored);
    if (rule === 'calibrated') return [own];
    const raised = scored.map((test, i) => raiseLimits(test, budget * (judged[i]?.earlierWeeks ?? 0)));
    return [own, ruleFigures(rule, true, judged, raised)];
  });
  report(`${id}: changes that stay`);
  const [first] = tests;
  const lasting = { newRegime: newRegime(tests), unrenewed: first ? unrenewed(first, windows) : [] };
  return {
    figures: { id, what, isKept, historyWeeks, testWeeks, ...describeTests(tests), rules, ...lasting },
    tests,
  };
}
