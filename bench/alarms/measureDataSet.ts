import { type RuleName, raiseLimits, ruleNames, scoreTests } from './alarmRules';
import type { DataSet } from './dataSets';
import type { DataSetFigures, RuleFigures } from './measuredAlarms';
import { newRegime } from './newRegime';
import { describeTests, ruleFigures } from './ruleFigures';
import { budget, measureWindows, prepareTest, type TestCases, testStarts } from './testCases';

/** The peers take every second test: they are many times slower. */
const testStep = (rule: RuleName) => (rule === 'evidently' || rule === 'nannyml' ? 2 : 1);

/** Tests all rules on a data set: the same windows, faults and seeds for each. */
export function measureDataSet(
  set: DataSet,
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
    const judged = tests.filter((_, i) => i % testStep(rule) === 0);
    const scored = scoreTests(rule, judged);
    if (!scored) return [];
    const own = ruleFigures(rule, false, judged, scored);
    if (rule === 'calibrated') return [own];
    const raised = scored.map((test, i) => raiseLimits(test, budget * (judged[i]?.earlierWeeks ?? 0)));
    return [own, ruleFigures(rule, true, judged, raised)];
  });
  return {
    figures: { id, what, isKept, historyWeeks, testWeeks, ...describeTests(tests), rules, newRegime: newRegime(tests) },
    tests,
  };
}
