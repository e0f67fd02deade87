import assert from 'node:assert/strict';
import { ReferenceSums } from '../../../quality/calibrated/referenceSums';

const bins = Array.from({ length: 60 }, (_, i) => (i * i * 7) % 41);
const present = bins.reduce((sum, rows) => sum + rows, 0);
const sums = new ReferenceSums({ rows: present + 5, nulls: 5, common: 0, zeros: 0, unseen: 0, bins });

describe('sums of a reference', () => {
  it('have the middle rank of each bin from the median', () => {
    assert.equal(sums.present, present);
    assert.equal(sums.cumulative.at(-1)?.toFixed(9), '1.000000000');
    assert.ok(Math.abs(sums.rank.mean) < 1e-12);
    assert.equal(sums.ranks.at(-1)?.toFixed(9), (0.5 - (bins.at(-1) ?? 0) / present / 2).toFixed(9));
  });

  it('have the bins that independent rows fill, up to a hundredth of a bin', () => {
    for (const rows of [1, 30, 63, 64, 65, 100, 997, 5000, 123_457]) {
      const empty = bins.map((count) => (1 - count / present) ** rows);
      const filled = empty.reduce((sum, share) => sum + 1 - share, 0);
      const variance = empty.reduce((sum, share) => sum + share * (1 - share), 0);
      const fill = sums.fillOf(rows);
      assert.ok(Math.abs(fill.filled - filled) < 0.01, `${rows}: ${fill.filled} instead of ${filled}`);
      assert.ok(Math.abs(fill.variance - variance) < 0.01, `${rows}: ${fill.variance} instead of ${variance}`);
    }
  });
});
