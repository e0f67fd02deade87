import assert from 'node:assert/strict';
import type { Calibration } from '../../../contract/calibration';
import type { Statistics } from '../../../contract/modelMonitorFiles';
import { calibrateBaseline } from '../../../quality/calibrated/calibrateBaseline';
import type { PastWindow } from '../../../quality/calibrated/pastWindow';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';
import { judgeDistributions } from '../../../quality/monitor/judgeDistributions';
import { summarizeReport } from '../../../quality/monitor/summarizeReport';
import { churnSla } from '../../support/churnSla';
import { type Generator, seededRandom, syntheticWindows } from '../../support/syntheticWindows';

const generators: Readonly<Record<string, Generator>> = {
  age: (random) => String(20 + Math.floor(random() * 50)),
  plan: (random) => (random() < 0.6 ? 'basic' : 'premium'),
};
const random = seededRandom(5);
const [training] = syntheticWindows({ generators, random, weeks: 1, rows: 2000, every: 168 }) as [PastWindow];
const statistics = training.statistics;
const constraints = suggestConstraints(statistics);
const calibration: Calibration = calibrateBaseline({
  endpoint: 'churn',
  schema: 'v1',
  baseline: '2026-01-01-abcdef',
  statistics,
  windows: syntheticWindows({ generators, random, weeks: 6, rows: 60 }),
  budget: 0.5,
  minimumRows: 30,
  timeZone: 'UTC',
  madeAt: new Date('2026-03-01T00:00:00Z'),
  madeBy: 'anna',
});
const sla = { ...churnSla, features: { age: { severity: 'critical' as const, driftLimit: 0.1 } } };

const windowOf = (changed: Readonly<Record<string, Generator>>, rows = 60) =>
  syntheticWindows({ generators: { ...generators, ...changed }, random, weeks: 1, rows, week: 7 })[0] as PastWindow;

async function judge(
  window: PastWindow,
  options: { earlier?: boolean[]; calibration?: Calibration | string; sla?: typeof sla; small?: Statistics[] } = {},
) {
  const used = { calibration, sla, ...options };
  const numbers = summarizeReport({
    statistics: window.statistics,
    violations: [
      { feature_name: 'plan', constraint_check_type: 'baseline_drift_check', description: 'by the container' },
      { feature_name: 'plan', constraint_check_type: 'categorical_values_check', description: 'by the container' },
      { feature_name: 'plan', constraint_check_type: 'data_type_check', description: 'by the container' },
    ],
    baseline: { statistics, constraints },
    sla: used.sla,
  });
  return judgeDistributions({
    numbers,
    statistics: window.statistics,
    constraints,
    calibration: used.calibration,
    sla: used.sla,
    from: window.from,
    past: {
      earlierVerdicts: (windows) => Promise.resolve((options.earlier ?? [true, true, true]).slice(0, windows)),
      smallWindows: () => Promise.resolve(options.small ?? []),
      weeks: () => Promise.resolve(new Map()),
    },
  });
}

const checksOf = ({ brokenPromises }: Awaited<ReturnType<typeof judge>>) =>
  brokenPromises.map(({ feature, check }) => `${feature} ${check}`);

describe('judgeDistributions', () => {
  it('replaces the exact rule on drift and on categories that the SLA does not list; other checks stay', async () => {
    const usual = await judge(windowOf({}));
    assert.deepEqual(checksOf(usual), ['plan data_type_check']);
    assert.equal(usual.alarms.mode, 'calibrated');
    assert.equal(usual.alarms.judged?.isAlarm, false);
    assert.match(usual.alarms.reason, /The window is usual\.$/);
  });

  it('says how unusual an alarm is, against what, which part moved, and what the exact rule says', async () => {
    const verdict = await judge(windowOf({ age: (r) => String(60 + Math.floor(r() * 50)) }));
    assert.deepEqual(checksOf(verdict), ['age baseline_drift_check', 'plan data_type_check']);
    const [age] = verdict.brokenPromises;
    assert.equal(age?.severity, 'critical');
    assert.match(age?.description ?? '', /^Unusual distribution \(\w+\).*: .* instead of .*, compared with /);
    assert.match(age?.description ?? '', /A window is this unusual less than once in 10 years\./);
    assert.match(age?.description ?? '', /The exact rule would alarm: distance 0\.\d+, limit 0\.1\.$/);
    assert.equal(verdict.alarms.features?.[0]?.name, 'age');
  });

  it('finds missing values, a new category and a stuck value', async () => {
    for (const [feature, generator] of [
      ['age', (r) => (r() < 0.5 ? null : '30')],
      ['plan', (r) => (r() < 0.3 ? 'trial' : 'basic')],
      ['age', () => '30'],
    ] satisfies [string, Generator][]) {
      const verdict = await judge(windowOf({ [feature]: generator }));
      assert.ok(checksOf(verdict).includes(`${feature} baseline_drift_check`), checksOf(verdict).join());
    }
  });

  it('raises an alarm only if enough of the last judged windows are unusual', async () => {
    const limits = { ...calibration.limits, extreme: 1000 };
    const patient = { ...calibration, limits, persistence: { unusual: 2, of: 3 } };
    const window = windowOf({ age: () => '30' });
    const first = await judge(window, { calibration: patient, earlier: [] });
    assert.deepEqual(checksOf(first), ['plan data_type_check']);
    assert.equal(first.alarms.judged?.isUnusual, true);
    assert.match(first.alarms.reason, /an alarm requires 2 of the last 3 judged windows\.$/);
    const second = await judge(window, { calibration: patient, earlier: [false, true] });
    assert.ok(checksOf(second).includes('age baseline_drift_check'));
  });

  it('leaves everything to the exact rule without a calibration, with the reason', async () => {
    const reason = "Baseline b has no calibration; 'baseline calibrate' makes one.";
    const verdict = await judge(windowOf({}), { calibration: reason });
    assert.ok(checksOf(verdict).includes('plan baseline_drift_check'));
    assert.deepEqual(verdict.alarms, { mode: 'exact', reason });
  });

  it('judges a window of few rows together with the windows of few rows before it', async () => {
    const changed = { age: () => '500' };
    const small = [windowOf(changed, 12), windowOf(changed, 12)].map((window) => window.statistics);
    const alone = await judge(windowOf(changed, 12), { small: small.slice(0, 1) });
    assert.equal(alone.alarms.judged, undefined);
    assert.match(alone.alarms.reason, /too few rows.*Its rows are added to the next window\.$/);
    const together = await judge(windowOf(changed, 12), { small });
    assert.equal(together.alarms.judged?.added, 2);
    assert.equal(together.alarms.judged?.isAlarm, true);
    const enough = await judge(windowOf({}), { small });
    assert.equal(enough.alarms.judged?.added, undefined);
  });

  it('judges no window of too few rows, and no feature whose drift check is off', async () => {
    const small = await judge(windowOf({ age: () => '30' }, 20));
    assert.equal(small.alarms.judged, undefined);
    assert.match(small.alarms.reason, /too few rows .* requires 30\. Its rows are added to the next window\.$/);
    const off = { ...sla, features: { age: { severity: 'critical' as const, off: { drift: 'seasonal' } } } };
    const verdict = await judge(windowOf({ age: () => '30' }), { sla: off as unknown as typeof sla });
    assert.deepEqual(checksOf(verdict), ['plan data_type_check']);
  });

  it('tolerates missing values within the sampling error of a small window, and says so', async () => {
    const promising = { ...sla, features: { age: { severity: 'critical' as const, completeness: 0.99 } } };
    const window = windowOf({});
    const [age, ...others] = window.statistics.features;
    const missing = (num_missing: number): PastWindow => {
      const presence = { num_present: 60 - num_missing, num_missing, completeness: (60 - num_missing) / 60 };
      const numerical_statistics = { ...age?.numerical_statistics, common: presence };
      return {
        ...window,
        statistics: { ...window.statistics, features: [{ ...age, numerical_statistics }, ...others] },
      } as PastWindow;
    };
    const one = await judge(missing(1), { sla: promising as unknown as typeof sla });
    assert.deepEqual(checksOf(one), ['plan data_type_check']);
    assert.deepEqual(one.alarms.tolerated, [
      'age: 1 of 60 rows have no value. With the promised completeness of 0.99, 45.28 % of windows have as many.',
    ]);
    const six = await judge(missing(6), { sla: promising as unknown as typeof sla });
    assert.ok(checksOf(six).includes('age completeness_check'));
    assert.deepEqual(six.alarms.tolerated, []);
  });
});
