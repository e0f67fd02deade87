import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labelledIncidents, recognize } from '../../../bench/causes/labelledIncidents';
import { readTable, statisticsOf, type Table } from '../../../bench/causes/table';
import type { BrokenPromise } from '../../../contract/windowSummary';
import { likelyCauses } from '../../../quality/causes/likelyCauses';

const folder = join(__dirname, '..', '..', '..', 'assets', 'datasets', 'monitoring');
const training = readTable(readFileSync(join(folder, 'training.csv'), 'utf8'));
/** Every third row, so that the window has the baseline's distribution. */
const clean: Table = { ...training, rows: training.rows.filter((_, i) => i % 3 === 0) };
const baseline = statisticsOf(training);

type Cells = (
  row: Readonly<Record<string, string | null>>,
  i: number,
) => Readonly<Record<string, string | null | undefined>> | undefined;

/** Likely causes of the clean window after a change of its rows; undefined removes a row. */
function causesAfter(change: Cells, brokenPromises: readonly BrokenPromise[] = []) {
  const { names } = clean;
  const rows = clean.rows.flatMap((row, i) => {
    const cells = Object.fromEntries(names.map((name, column) => [name, row[column] ?? null]));
    const changed = change(cells, i);
    return changed ? [names.map((name) => (name in changed ? changed[name] : cells[name]) ?? null)] : [];
  });
  return likelyCauses({ baseline, current: statisticsOf({ names, rows }), brokenPromises });
}

const first = (change: Cells) => {
  const [likely] = causesAfter(change);
  return [likely?.cause, likely?.features, likely?.evidence];
};
const isIn = (share: number, i: number) => (i * 7919) % 100 < share * 100;

describe('likely causes', () => {
  it('are none for a window of the baseline', () => {
    assert.deepEqual(
      causesAfter(() => ({})),
      [],
    );
  });

  it('name a conversion, of all rows or of some', () => {
    assert.deepEqual(
      first(({ distance }) => ({ distance: String(Number(distance) * 1.609344) })),
      [
        'unit-change',
        ['distance'],
        'The median of distance moved from 820 to 1230; miles to kilometers explains 100% of the change.',
      ],
    );
    const celsius = (text: string | null | undefined) => String(((Number(text) - 32) * 5) / 9);
    const [cause, features, evidence] = first(({ temp }, i) => (isIn(0.5, i) ? { temp: celsius(temp) } : {}));
    assert.deepEqual([cause, features], ['unit-change', ['temp']]);
    assert.match(String(evidence), /Fahrenheit to Celsius in about 50% of the rows explains \d+/);
  });

  it('do not take a shift for a conversion', () => {
    const [cause] = first(({ dep_delay }, i) => ({ dep_delay: String(Number(dep_delay) + 10 + (i % 17)) }));
    assert.equal(cause, 'population-shift');
  });

  it('name a value that is repeated', () => {
    assert.deepEqual(
      first(() => ({ temp: '57.92' })),
      ['stuck-value', ['temp'], '100% of the rows have 57.92 in temp, 3.8% in the baseline.'],
    );
    const [cause, features] = first((_, i) => (isIn(0.2, i) ? { distance: '0' } : {}));
    assert.deepEqual([cause, features], ['stuck-value', ['distance']]);
  });

  it('tell a failed join from a missing field', () => {
    assert.deepEqual(
      first((_, i) => (isIn(0.4, i) ? { temp: null, wind_speed: null, visibility: null } : {})),
      [
        'lost-join',
        ['temp', 'wind_speed', 'visibility'],
        'temp, wind_speed, visibility lost their values in the same share of rows, about 40.1%.',
      ],
    );
    assert.deepEqual(
      first((_, i) => (isIn(0.4, i) ? { carrier: null } : {})),
      [
        'missing-field',
        ['carrier'],
        'carrier lost its values in about 40.1% of the rows; no other column lost as many.',
      ],
    );
    const filled = first((_, i) => (isIn(0.5, i) ? { temp: '0', wind_speed: '0' } : {}));
    assert.deepEqual(filled.slice(0, 2), ['lost-join', ['temp', 'wind_speed']]);
  });

  it('name new and respelled categories', () => {
    assert.deepEqual(
      first((_, i) => (isIn(0.2, i) ? { carrier: 'ZZ' } : {})),
      ['new-category', ['carrier'], "20.1% of the rows have a category in carrier that the baseline lacks: 'ZZ'."],
    );
    const [cause, , evidence] = first(({ origin }) => ({ origin: origin?.toLowerCase() ?? null }));
    assert.equal(cause, 'new-category');
    assert.match(String(evidence), / They differ from known ones in case or spaces only\.$/);
  });

  it('name swapped columns, a missing group and a changed type', () => {
    const [cause, features] = first(({ temp, wind_speed }) => ({ temp: wind_speed ?? null, wind_speed: temp ?? null }));
    assert.deepEqual([cause, features], ['swapped-columns', ['temp', 'wind_speed']]);
    assert.deepEqual(first(({ origin }) => (origin === 'JFK' ? undefined : {})).slice(0, 2), [
      'client-gone',
      ['origin'],
    ]);
    assert.deepEqual(
      first(({ distance }) => ({ distance: `${distance} mi` })),
      ['type-change', ['distance'], 'distance has texts; the baseline has numbers.'],
    );
  });

  it('follow from checks of the window as a whole', () => {
    const broken = (check: string): BrokenPromise => ({
      feature: 'x',
      check,
      severity: 'warning',
      description: 'Why.',
    });
    const named = (check: string) =>
      causesAfter(() => ({}), [broken(check)]).map(({ cause, evidence }) => [cause, evidence]);
    assert.deepEqual(named('missing_column_check'), [['columns-changed', 'Why.']]);
    assert.deepEqual(named('rejected_records_check'), [['unreadable-bodies', 'Why.']]);
    assert.deepEqual(named('completeness_check'), []);
  });

  it('shorten names and values from data', () => {
    const long = 'x'.repeat(10_000);
    const sides = [clean, { ...clean, rows: clean.rows.map((row) => row.map((cell, i) => (i === 4 ? long : cell))) }];
    const [before, after] = sides.map((table) =>
      statisticsOf({ ...table, names: table.names.map((name) => name + long) }),
    );
    assert.ok(before && after);
    const [likely] = likelyCauses({ baseline: before, current: after, brokenPromises: [] });
    assert.equal(likely?.cause, 'new-category');
    assert.ok((likely?.evidence.length ?? 0) < 300);
  });

  it('are right for almost all labelled faults, also for those that the patterns were not built on', () => {
    const table = { ...training, rowsPerDay: 1_000 };
    for (const part of ['built', 'kept'] as const) {
      const { right, incidents } = recognize(
        labelledIncidents(table, { part, sampling: 'drawn', repeat: 1, seed: 15 }),
      );
      assert.ok(right / incidents >= 0.9, `${part}: ${right} of ${incidents}`);
    }
  });
});
