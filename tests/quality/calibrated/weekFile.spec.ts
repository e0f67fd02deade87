import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FeatureBins, FeatureCounts } from '../../../contract/calibration';
import { hourMs } from '../../../contract/hours';
import type { CutFeature } from '../../../quality/calibrated/countedWindow';
import { type ReplayedWindow, readWeek, writeWeek } from '../../../quality/calibrated/weekFile';

const monday = Date.parse('2026-11-16T00:00:00Z');
const week = { baseline: '2026-01-01-abcdef', week: '2026-11-16' };
const numeric = (edges: readonly number[]): FeatureBins => ({
  kind: 'numeric',
  edges: [...edges],
  common: 0,
  known: { low: 0, high: 9 },
});
const features: readonly CutFeature[] = [
  { name: 'age', bins: numeric([1, 2]) },
  { name: 'plan', bins: { kind: 'category', categories: ['a', 'b', 'c', 'd', 'e'] } },
];
const [age, plan] = features as [CutFeature, CutFeature];

const windowOf = (hour: number, counts: Readonly<Record<string, FeatureCounts>>): ReplayedWindow => ({
  from: new Date(monday + hour * hourMs),
  to: new Date(monday + (hour + 1) * hourMs),
  rows: 40 + hour,
  hadDrift: hour % 2 === 1,
  countsOf: ({ name }) => counts[name],
});
const plain = (counts: FeatureCounts | undefined) => counts && { ...counts, bins: Array.from(counts.bins) };
const contentOf = (windows: readonly ReplayedWindow[], of = features) =>
  windows.map(({ countsOf, ...window }) => ({ ...window, counts: of.map((feature) => plain(countsOf(feature))) }));

/** Counts that fit into 1, 2 or 4 bytes. */
const countsOf = (bins: number) =>
  fc.constantFrom(255, 65_535, 2 ** 32 - 1).chain((max) =>
    fc.record(
      {
        rows: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
        nulls: fc.nat(max),
        common: fc.nat(max),
        zeros: fc.nat(max),
        unseen: fc.nat(max),
        bins: fc.array(fc.nat(max), { minLength: bins, maxLength: bins }),
      },
      { noNullPrototype: true },
    ),
  );

describe('counts of a week', () => {
  it('are read as they were written, whatever their size', async () => {
    const windows = fc.array(
      fc.record({ age: countsOf(3), plan: countsOf(5) }, { requiredKeys: [], noNullPrototype: true }),
      {
        maxLength: 5,
      },
    );
    await fc.assert(
      fc.asyncProperty(windows, async (counts) => {
        const written = counts.map((of, hour) => windowOf(hour, of as Record<string, FeatureCounts>));
        const read = await readWeek(writeWeek({ ...week, features }, written), features, 'week');
        assert.deepEqual(contentOf(read ?? []), contentOf(written));
      }),
      { numRuns: 100 },
    );
  });

  it('are not used at other cut points, or for a feature that they lack', async () => {
    const counts = { rows: 3, nulls: 0, common: 1, zeros: 0, unseen: 0, bins: [1, 1, 1] };
    const text = writeWeek({ ...week, features: [age] }, [windowOf(0, { age: counts })]);
    assert.equal((await readWeek(text, [age], 'week'))?.length, 1);
    assert.equal(await readWeek(text, [{ name: 'age', bins: numeric([1, 3]) }], 'week'), undefined);
    assert.equal(await readWeek(text, [age, plan], 'week'), undefined);
  });

  it('are refused if the file is damaged', async () => {
    const text = writeWeek({ ...week, features }, []);
    await assert.rejects(readWeek(text.slice(5), features, 'week'), { message: 'week: invalid counts of a week' });
    await assert.rejects(readWeek(text.replace('"counts":"H4sI', '"counts":"AAAA'), features, 'week'), {
      message: 'week: invalid counts of a week',
    });
  });
});
