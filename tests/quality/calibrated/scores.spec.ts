import assert from 'node:assert/strict';
import { binomialTail } from '../../../quality/calibrated/binomialTail';
import { hourOfWeekIn } from '../../../quality/calibrated/hourOfWeek';
import { rowEffectOf } from '../../../quality/calibrated/rowEffect';
import { higherTail, mostUnusual, stretchOf, stretchTail, tailOf, valueAt } from '../../../quality/calibrated/tails';
import { seededRandom } from '../../support/syntheticWindows';

const random = seededRandom(3);
const exponential = Array.from({ length: 1000 }, () => -Math.log(1 - random()));
const scoreOf = (value: number, tail = tailOf(exponential)) =>
  mostUnusual({ shape: value }, { shape: { tail, rowEffect: 0 } }, 1)?.score ?? 0;

describe('tails', () => {
  it('give a value the score -ln of the share that reaches it, also beyond what was seen', () => {
    for (const value of [1, 2, 4, 6, 12]) assert.ok(Math.abs(scoreOf(value) - value) < 0.15 * value, String(value));
    assert.equal(scoreOf(1000), 40);
    assert.ok(Math.abs(valueAt(0.01, tailOf(exponential)) - Math.log(100)) < 0.4);
  });

  it('do not take the least change of a value that never varied for extreme', () => {
    const constant = tailOf(Array.from({ length: 500 }, () => 1));
    assert.ok(scoreOf(1.3, constant) < 4);
    assert.ok(scoreOf(3, constant) > 8);
  });

  it('rise more slowly where weeks that were left out passed the others by far', () => {
    const tail = tailOf(exponential);
    assert.equal(stretchOf([{ value: 3, tail }]), 1);
    const stretched = stretchTail(tail, stretchOf([{ value: 60, tail }]));
    assert.ok(scoreOf(60, stretched) < 9);
    assert.equal(scoreOf(3, stretched), scoreOf(3, tail));
  });
});

describe('the higher of two tails', () => {
  it('has the higher value at every score, and beyond', () => {
    const [low, high] = [tailOf(exponential), tailOf(exponential.map((value) => value / 3 + 2))];
    const both = higherTail(low, high);
    for (const share of [0.5, 0.1, 0.01, 0.001, 1e-6]) {
      const highest = Math.max(valueAt(share, low), valueAt(share, high));
      assert.ok(valueAt(share, both) >= highest - 1e-9, String(share));
    }
  });
});

describe('effect of rows', () => {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const sized = (variance: (rows: number) => number) =>
    Array.from({ length: 600 }, (_, i) => {
      const rows = [20, 100, 500, 2000][i % 4] as number;
      return { rows, value: Math.abs(normal()) * Math.sqrt(variance(rows)) };
    });

  it('is 0 for windows of independent rows, and found where windows differ from each other', () => {
    assert.equal(rowEffectOf(sized(() => 1)), 0);
    const effect = rowEffectOf(sized((rows) => 1 + 0.01 * rows));
    assert.ok(effect >= 0.003 && effect <= 0.03, String(effect));
  });

  it('is 0 where all windows have the same rows', () => {
    assert.equal(rowEffectOf(Array.from({ length: 100 }, () => ({ rows: 50, value: 3 * random() }))), 0);
  });
});

describe('hour of the week', () => {
  it('follows daylight saving time', () => {
    const berlin = hourOfWeekIn('Europe/Berlin');
    // Sundays, 2026-03-29 is the change.
    assert.equal(berlin(new Date('2026-03-22T07:00:00Z')), 8);
    assert.equal(berlin(new Date('2026-03-29T07:00:00Z')), 9);
    assert.equal(hourOfWeekIn('UTC')(new Date('2026-03-28T23:00:00Z')), 167);
  });
});

describe('binomial test', () => {
  it('gives the probability of a count of events or a higher one', () => {
    assert.equal(binomialTail(0, 30, 0.01), 1);
    assert.equal(binomialTail(1, 30, 0.01).toFixed(4), (1 - 0.99 ** 30).toFixed(4));
    assert.equal(binomialTail(1, 30, 0), 0);
    assert.equal(binomialTail(30, 30, 0.5).toFixed(12), (0.5 ** 30).toFixed(12));
    assert.ok(binomialTail(40, 1000, 0.01) < 1e-9);
  });
});
