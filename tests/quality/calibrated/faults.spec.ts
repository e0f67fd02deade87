import assert from 'node:assert/strict';
import type { FeatureBins } from '../../../contract/calibration';
import { injectValues } from '../../../quality/calibrated/detectionPower';
import { changedShare, type FaultScene, faultLibrary } from '../../../quality/calibrated/faults';
import { featureBins } from '../../../quality/calibrated/featureBins';
import { entriesOf, type FeatureValues, rowsOf } from '../../../quality/calibrated/featureValues';
import { readHistory } from '../../../quality/calibrated/pastWindows';
import { seededRandom, syntheticWindows } from '../../support/syntheticWindows';

const numbers: FeatureValues = {
  kind: 'numeric',
  nulls: 0,
  numbers: Array.from({ length: 100 }, (_, i): [number, number] => [i + 1, 1]),
};
const texts: FeatureValues = {
  kind: 'category',
  nulls: 0,
  categories: new Map([
    ['standard', 60],
    ['premium', 40],
  ]),
};

function sceneOf(values: FeatureValues): FaultScene {
  const bins = featureBins(values) as FeatureBins;
  const other: FeatureValues =
    values.kind === 'numeric'
      ? { ...values, numbers: [[-5, 100]] }
      : { kind: 'category', nulls: 0, categories: new Map([['north', 100]]) };
  return { bins, first: values, other, later: () => other };
}

const injected = (name: string, severity: string, values: FeatureValues) =>
  faultLibrary
    .find((fault) => fault.name === name && fault.severity === severity)
    ?.inject(values, sceneOf(values)) as FeatureValues;

describe('library of faults', () => {
  it('has at least twelve kinds in two severities, each said in words', () => {
    assert.ok(new Set(faultLibrary.map(({ name }) => name)).size >= 12);
    for (const { name } of faultLibrary) {
      const severities = faultLibrary.filter((fault) => fault.name === name).map(({ severity }) => severity);
      assert.deepEqual(severities, ['moderate', 'severe'], name);
    }
    const unitChange = faultLibrary.filter(({ name }) => name === 'unit change').map(({ what }) => what);
    assert.deepEqual(unitChange, ['values times 1.61', 'values times 0.0167']);
  });

  it('changes at least a tenth of the rows of a feature of its kind, and never the number of rows', () => {
    for (const { name, severity } of faultLibrary) {
      const changed = [numbers, texts].flatMap((before) => {
        const after = injected(name, severity, before) as FeatureValues | undefined;
        return after ? [{ share: changedShare([{ before, after }]), rows: rowsOf(after) + after.nulls }] : [];
      });
      assert.ok(Math.max(...changed.map(({ share }) => share)) >= 0.1, `${name} ${severity}`);
      if (name !== 'duplicated rows')
        assert.ok(
          changed.every(({ rows }) => rows === 100),
          `${name} ${severity}`,
        );
    }
  });

  it('renames categories, cuts texts, and mixes columns', () => {
    assert.deepEqual(entriesOf(injected('swapped category', 'severe', texts)), [['premium', 100]]);
    assert.deepEqual(entriesOf(injected('truncated text', 'severe', texts)), [
      ['s', 60],
      ['p', 40],
    ]);
    assert.deepEqual(entriesOf(injected('swapped columns', 'severe', texts)), [['north', 100]]);
    assert.equal(injected('missing values', 'severe', numbers).nulls, 50);
  });

  it('measures the share of rows that changed', () => {
    const shareOf = (name: string) => changedShare([{ before: numbers, after: injected(name, 'severe', numbers) }]);
    assert.equal(changedShare([{ before: texts, after: texts }]), 0);
    assert.ok(shareOf('shift') > 0.9);
    assert.equal(shareOf('zeros').toFixed(6), '0.500000');
  });

  it('measures windows together: differences that cancel out do not count', () => {
    const other: FeatureValues = {
      ...texts,
      categories: new Map([
        ['standard', 40],
        ['premium', 60],
      ]),
    };
    const [there, back] = [
      { before: texts, after: other },
      { before: other, after: texts },
    ];
    assert.equal(changedShare([there]).toFixed(6), '0.200000');
    assert.equal(changedShare([there, back]).toFixed(6), '0.000000');
  });
});

describe('injected faults', () => {
  /** Numbers of injected stuck values, by severity: all rows become `a`, of which a share is `b`. */
  function severitiesOf(share: number) {
    const random = seededRandom(5);
    const generators = { kind: () => (random() < share ? 'b' : 'a') };
    const windows = syntheticWindows({ generators, random, weeks: 1, rows: 40 }).slice(0, 24);
    const [first] = windows;
    assert.ok(first);
    const history = readHistory({ baseline: first.statistics, windows, minimumRows: 30, timeZone: 'UTC' });
    const injections = injectValues(history, 0, 3);
    return faultLibrary.flatMap(({ name, severity }, i) =>
      name === 'stuck value' ? [[severity, (injections[i] ?? []).filter((injection) => injection).length]] : [],
    );
  }

  it('are severe if they change a third of the rows, and otherwise moderate', () => {
    assert.deepEqual(severitiesOf(0.45), [
      ['moderate', 3],
      ['severe', 3],
    ]);
    const [moderate, severe] = severitiesOf(0.2);
    assert.deepEqual(severe, ['severe', 0]);
    assert.ok(Number(moderate?.[1]) >= 3, String(moderate));
  });
});
