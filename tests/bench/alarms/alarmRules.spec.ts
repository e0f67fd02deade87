import assert from 'node:assert/strict';
import { raiseLimits, type ScoredTest } from '../../../bench/alarms/alarmRules';

const scored: ScoredTest = {
  limits: { unusual: 1, extreme: 1 },
  persistence: { unusual: 1, of: 1 },
  earlier: [0.2, 1.5, 1.4, 0.1, 2, 0.3, 1.2],
  clean: [],
  faults: [],
  drawn: [],
};
const limitFor = (allowed: number, earlier = scored.earlier) =>
  raiseLimits({ ...scored, earlier }, allowed).limits.extreme;

describe('limits of other rules at the budget', () => {
  it('stay where the rule keeps it', () => {
    assert.equal(limitFor(3), 1);
    assert.equal(limitFor(0, [0.5, 0.9]), 1);
  });

  it('are raised until alarms in a row, counted once, keep it', () => {
    assert.equal(limitFor(2), 1.4);
    assert.equal(limitFor(1), 2);
    const none = limitFor(0);
    assert.ok(none > 2 && none < 2.001);
  });

  it('are raised if the rule is always in alarm, which is one episode', () => {
    assert.equal(limitFor(1, [3, 4, 3, 4, 3, 4, 3]), 4 * (1 + 1e-9));
  });
});
