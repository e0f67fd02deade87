import assert from 'node:assert/strict';
import type { FeatureBins } from '../../../contract/calibration';
import { changedShare, type FaultScene, faultLibrary } from '../../../quality/calibrated/faults';
import { featureBins } from '../../../quality/calibrated/featureBins';
import { entriesOf, type FeatureValues, rowsOf } from '../../../quality/calibrated/featureValues';

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
        return after ? [{ share: changedShare(before, after), rows: rowsOf(after) + after.nulls }] : [];
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
    assert.equal(changedShare(texts, texts), 0);
    assert.ok(changedShare(numbers, injected('shift', 'severe', numbers)) > 0.9);
    assert.equal(changedShare(numbers, injected('zeros', 'severe', numbers)).toFixed(6), '0.500000');
  });
});
