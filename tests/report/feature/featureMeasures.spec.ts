import assert from 'node:assert/strict';
import { columnStatistics } from '../../../quality/profile/columnStatistics';
import { meanItem } from '../../../report/feature/featureFigure';
import { meanShift } from '../../../report/feature/featureMeasures';

const feature = (...values: string[]) => columnStatistics('x', values).statistics;

describe('meanShift', () => {
  it('is the distance of two means in standard deviations of the first side', () => {
    assert.equal(meanShift(feature('1', '3'), feature('5', '7')), 4);
    assert.equal(meanShift(feature('2', '2'), feature('2', '2')), 0);
    assert.equal(meanShift(feature('2', '2'), feature('3', '3')), Number.POSITIVE_INFINITY);
  });

  it('is the largest gap of a share between two sets of categories', () => {
    assert.equal(meanShift(feature('a', 'a', 'a', 'b'), feature('a', 'b', 'c', 'c')), 0.5);
  });

  it('is 0 if the sides cannot be compared', () => {
    assert.equal(meanShift(feature('1'), feature('a')), 0);
    assert.equal(meanShift(undefined, feature('a')), 0);
  });
});

describe('meanItem', () => {
  it('shows means with four digits if both sides have one', () => {
    assert.equal(meanItem(feature('1', '2', '2'), feature('-12345.678'))?.text, '<li>Mean: 1.667 → -12350.</li>');
    assert.equal(meanItem(feature('1'), feature('a')), undefined);
  });
});
