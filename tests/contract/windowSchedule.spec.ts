import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  dayMinutes,
  hasMinuteWindows,
  invalidAnalyzerScheduleText,
  nextRun,
  runMinutes,
  schedulerExpression,
  windowAround,
  windowBefore,
  windowMinutes,
} from '../../contract/windowSchedule';
import cronVectors from '../support/cronVectors.json';

const rates = [
  ...[5, 6, 10, 12, 15, 20, 30].map((n) => `rate(${n} minutes)`),
  ...[1, 2, 3, 4, 6, 8, 12, 24].map((n) => `rate(${n} hours)`),
];
const crons = cronVectors.flatMap(({ expression, hours }) => (hours ? [expression] : []));
const at = (time: string) => new Date(`2026-11-02T${time}:00Z`);

describe('a schedule of the analyzer', () => {
  it('is one of Model Monitor, or a rate whose windows divide the hour or the day', () => {
    for (const { expression, hours } of cronVectors.filter((vector) => !vector.expression.startsWith('rate'))) {
      assert.deepEqual(
        runMinutes(expression),
        hours?.map((hour) => hour * 60),
      );
    }
    for (const rate of rates) assert.ok(runMinutes(rate), rate);
    const others = [
      'rate(1 minute)',
      'rate(7 minutes)',
      'rate(60 minutes)',
      'rate(5 hours)',
      'rate(0 hours)',
      'rate(1 day)',
    ];
    for (const text of [...others, 'rate(5minutes)', ' rate(5 minutes)', 'at(2026-11-02T08:00:00)', '']) {
      assert.equal(runMinutes(text), undefined, text);
    }
    assert.match(
      invalidAnalyzerScheduleText('rate(7 minutes)'),
      /^invalid schedule 'rate\(7 minutes\)': use rate\(N minutes\) with N 5, 6, 10, 12, 15, 20, 30, rate\(N hours\) with N 1, 2, 3, 4, 6, 8, 12, 24, cron\(0 \* \? \* \* \*\)/,
    );
  });

  it('runs on the clock in EventBridge Scheduler too', () => {
    assert.deepEqual(
      ['rate(5 minutes)', 'rate(1 hour)', 'rate(6 hours)', 'rate(24 hours)', 'cron(0 0/2 ? * * *)'].map(
        schedulerExpression,
      ),
      ['cron(0/5 * * * ? *)', 'cron(0 0/1 * * ? *)', 'cron(0 0/6 * * ? *)', 'cron(0 0 * * ? *)', 'cron(0 0/2 ? * * *)'],
    );
  });

  it('has the window of a run from the run before to it, across midnight too', () => {
    const window = (expression: string, time: string) => {
      const { from, to } = windowBefore(expression, at(time));
      return [from.toISOString().slice(5, 16), to.toISOString().slice(5, 16)];
    };
    assert.deepEqual(window('rate(5 minutes)', '00:00'), ['11-01T23:55', '11-02T00:00']);
    assert.deepEqual(window('rate(5 minutes)', '08:09'), ['11-02T08:00', '11-02T08:05']);
    assert.deepEqual(window('rate(24 hours)', '08:09'), ['11-01T00:00', '11-02T00:00']);
    assert.deepEqual(window('cron(0 20/3 ? * * *)', '20:00'), ['11-01T23:00', '11-02T20:00']);
    assert.deepEqual(window('cron(0 20/3 ? * * *)', '19:00'), ['11-01T20:00', '11-01T23:00']);
    assert.deepEqual([hasMinuteWindows('rate(30 minutes)'), hasMinuteWindows('rate(1 hour)')], [true, false]);
    assert.throws(() => windowBefore('rate(7 minutes)', at('08:00')), /invalid schedule 'rate\(7 minutes\)'/);
  });

  it('has a next run after each instant, if it runs at all', () => {
    assert.deepEqual(nextRun([0, 60], at('00:00')), at('01:00'));
    assert.deepEqual(nextRun([0, 60], at('01:00')), new Date('2026-11-03T00:00:00Z'));
    assert.throws(() => nextRun([], at('08:00')), { name: 'RangeError', message: 'the schedule has no run' });
  });

  it('has each instant in exactly one window', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...rates, ...crons),
        fc.date({ min: at('00:00'), max: new Date('2027-03-01T00:00:00Z'), noInvalidDate: true }),
        (expression, instant) => {
          const { from, to } = windowAround(expression, instant);
          assert.ok(from <= instant && instant < to);
          assert.deepEqual(windowBefore(expression, to), { from, to });
          assert.deepEqual(windowAround(expression, from), { from, to });
          assert.ok(to.getTime() - from.getTime() <= windowMinutes(expression).longest * 60_000);
          assert.ok(windowMinutes(expression).longest <= dayMinutes);
        },
      ),
    );
  });
});
