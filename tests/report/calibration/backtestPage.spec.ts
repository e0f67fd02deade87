import assert from 'node:assert/strict';
import type { Calibration } from '../../../contract/calibration';
import type { Backtest } from '../../../quality/calibrated/backtest';
import { backtestPage } from '../../../report/calibration/backtestPage';
import { assertSoundPage, hostileTexts, pageStructure, pageWords } from '../../support/pageStructure';

const power = { what: 'values times 1.61', injections: 12, withinTwo: 0.5, withinSix: 0.75 } as const;

/** What the page shows of a calibration. */
const shown = {
  endpoint: 'churn',
  baseline: '2026-01-01-abcdef',
  budget: 0.5,
  expected: { episodesPerWeek: 0.25, low: 0.1, high: 0.6 },
  power: [
    { ...power, fault: 'unit change', severity: 'moderate', hidden: ['age'] },
    { ...power, fault: 'unit change', severity: 'severe', withinTwo: 0.92, hidden: [] },
  ],
  notes: ['8.0 weeks of history are few.'],
  features: [{ name: 'age', reference: { kind: 'hourOfDay', reason: 'Shows 90 % of injected faults.', slots: {} } }],
} as unknown as Calibration;

const alarm = {
  from: '2026-11-02T08:00:00.000Z',
  feature: 'age',
  check: 'location',
  score: 9,
  part: 'values above 40: 61 % instead of 34 %',
} as const;

const result: Backtest = {
  windows: 340,
  judged: 300,
  weeks: 4,
  exact: { alarms: 40, episodes: 12 },
  calibrated: { alarms: 1, episodes: 1 },
  overlap: false,
  incidents: [
    {
      id: 'churn-2026110207',
      from: '2026-11-02T07:00:00.000Z',
      lastWindow: '2026-11-02T09:00:00.000Z',
      checks: ['baseline_drift_check'],
      features: ['age'],
      cause: 'a client in another unit',
      exact: false,
      calibrated: true,
    },
  ],
  alarms: [alarm],
};

const writtenAt = '2026-11-29T12:00:00.000Z';
const pageOf = (changed: Partial<Backtest> = {}) =>
  backtestPage({ calibration: shown, result: { ...result, ...changed }, writtenAt });

describe('the page of a backtest', () => {
  it('shows both rules, the alarms, the power and the references', () => {
    const words = pageWords(pageOf());
    for (const part of [
      '✓ 1 alarm episode under the calibration, 12 under the exact rule.',
      'exact 40 12 3.00',
      'calibrated 1 1 0.25',
      'age location values above 40: 61 % instead of 34 %',
      'The calibration rests on none of these windows.',
      'missed found age baseline_drift_check a client in another unit',
      'unit change severe values times 1.61 12 92 % 75 %',
      'age past windows of the same hour of day Shows 90 % of injected faults.',
      '8.0 weeks of history are few.',
    ]) {
      assert.ok(words.includes(part), part);
    }
    assertSoundPage(pageOf());
  });

  it('says that the budget is exceeded, and that the calibration rests on the windows', () => {
    const words = pageWords(pageOf({ calibrated: { alarms: 9, episodes: 3 }, overlap: true }));
    assert.ok(words.includes('✗ 3 alarm episodes under the calibration'));
    assert.ok(words.includes('so its figures are too good'));
  });

  it('draws a cell for each share of each fault', () => {
    assert.equal([...pageOf().matchAll(/<rect class="power"/g)].length, 4);
  });

  it('has the same tags whatever the texts are', () => {
    const plain = pageStructure(pageOf());
    for (const text of hostileTexts) {
      assert.equal(pageStructure(pageOf({ alarms: [{ ...alarm, feature: text, part: text }] })), plain, text);
    }
  });
});
