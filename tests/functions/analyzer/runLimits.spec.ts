import assert from 'node:assert/strict';
import { LimitReachedError, RunLimits } from '../../../functions/analyzer/runLimits';

const progress = { files: 3, bytes: 2_500_000 };

/** Limits of a run. `totalMs` is the time that it had at its start, in milliseconds. */
function limitsOf(totalMs: number, usedMb = 0) {
  const clock = { remainingMs: totalMs };
  const limits = new RunLimits({ remainingMs: () => clock.remainingMs, memoryMb: 100, usedMb: () => usedMb });
  return { clock, limits };
}

describe('the limits of a run', () => {
  it('keep ten seconds to write the report, or a fifth of a short timeout', () => {
    for (const [totalMs, reserveMs] of [
      [300_000, 10_000],
      [20_000, 4_000],
    ] as const) {
      const { clock, limits } = limitsOf(totalMs);
      clock.remainingMs = reserveMs;
      limits.check(progress, 9);
      clock.remainingMs = reserveMs - 1;
      assert.throws(() => limits.check(progress, 9), {
        name: 'LimitReachedError',
        message: `The run stopped after 3 of 9 capture files (3 MB), shortly before its timeout of ${totalMs / 1000} s. Raise analyzer.timeoutSeconds, or run the endpoint's schedule more often.`,
      });
    }
  });

  it('keep a tenth of the memory', () => {
    limitsOf(300_000, 90).limits.check(progress, 9);
    assert.throws(() => limitsOf(300_000, 90.1).limits.check(progress, 9), LimitReachedError);
  });

  it('allow a further window in the first half of the time', () => {
    const { clock, limits } = limitsOf(300_000);
    clock.remainingMs = 150_001;
    assert.equal(limits.mayContinue, true);
    clock.remainingMs = 150_000;
    assert.equal(limits.mayContinue, false);
  });

  it('are named by time and memory in total', () => {
    const { clock, limits } = limitsOf(299_500);
    clock.remainingMs = 1;
    assert.equal(limits.text, '300 s, 100 MB');
  });
});
