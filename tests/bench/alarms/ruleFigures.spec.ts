import assert from 'node:assert/strict';
import type { ScoredTest } from '../../../bench/alarms/alarmRules';
import { ruleFigures } from '../../../bench/alarms/ruleFigures';
import type { FaultCase, TestCases } from '../../../bench/alarms/testCases';

const window = { from: new Date(0), rows: 40, features: [] };
const faultOf = (name: string, severity: FaultCase['severity'], place: number): FaultCase => ({
  name,
  severity,
  place,
  windows: [window, window, window],
});
const test = {
  start: new Date(0),
  weeks: 4,
  clean: [window, window],
  faults: [faultOf('shift', 'severe', 0), faultOf('shift', 'severe', 1), faultOf('zeros', 'severe', 2)],
} as unknown as TestCases;
const scored: ScoredTest = {
  limits: { unusual: 5, extreme: 9 },
  persistence: { unusual: 2, of: 2 },
  usualScore: 4,
  earlier: [],
  clean: [1, 2],
  faults: [
    [10, 10, 10],
    [8, 1, 8],
    [3, 4, 12],
  ],
  drawn: [],
};

describe('figures of a rule', () => {
  it('count faults found in time, and missed ones whose windows look usual until then', () => {
    const { severe } = ruleFigures('calibrated', false, [test], [scored]);
    assert.deepEqual([severe.events, severe.cases, severe.missedAsUsual], [1, 3, 1]);
  });

  it('leave out how missed faults look if a rule has distances for scores', () => {
    const { severe } = ruleFigures('exact', false, [test], [{ ...scored, usualScore: undefined }]);
    assert.deepEqual(Object.keys(severe), ['events', 'cases', 'low', 'high']);
  });
});
