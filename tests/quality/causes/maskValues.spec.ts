import assert from 'node:assert/strict';
import { statisticsOf } from '../../../bench/causes/table';
import { likelyCauses } from '../../../quality/causes/likelyCauses';
import { maskRejects, maskStatistics } from '../../../quality/causes/maskValues';

const names = ['city', 'home', 'age'];
const table = (city: (i: number) => string) =>
  statisticsOf({ names, rows: Array.from({ length: 200 }, (_, i) => [city(i), i % 2 ? 'Rome' : 'Bern', String(i)]) });
const baseline = table((i) => (i % 4 ? 'Rome' : 'Bern'));

describe('masked values', () => {
  it('have one pseudonym per category in every column and window; numbers stay', () => {
    const masked = maskStatistics(baseline);
    assert.doesNotMatch(JSON.stringify(masked), /Rome|Bern/);
    const categories = (i: number) =>
      masked.features[i]?.string_statistics?.distribution?.categorical.buckets.map(({ value }) => value).sort();
    assert.deepEqual(categories(0), categories(1));
    assert.match(categories(0)?.[0] ?? '', /^value-[0-9a-f]{8}$/);
    assert.deepEqual(masked.features[2], baseline.features[2]);
  });

  it('show the same causes as the values', () => {
    const current = table((i) => (i % 5 ? 'Rome' : 'Oslo'));
    const causesOf = (a: typeof baseline, b: typeof baseline) =>
      likelyCauses({ baseline: a, current: b, brokenPromises: [] });
    const masked = causesOf(maskStatistics(baseline), maskStatistics(current));
    const scores = (list: typeof masked) => list.map(({ cause, score }) => [cause, score]);
    assert.deepEqual(scores(masked), scores(causesOf(baseline, current)));
    assert.equal(masked[0]?.cause, 'new-category');
    assert.doesNotMatch(JSON.stringify(masked), /Rome|Bern|Oslo/);
  });

  it('quote nothing of rejected records', () => {
    const [reject] = maskRejects([{ file: 'a.jsonl', line: 7, reason: `key 'it's me' has "x", expected a number.` }]);
    assert.equal(reject?.reason, `key '...' has "...", expected a number.`);
  });
});
