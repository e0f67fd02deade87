import assert from 'node:assert/strict';
import {
  onDemandReportPrefix,
  parseCaptureKey,
  parseOnDemandKey,
  parseReportKey,
  reportHourPrefix,
} from '../../contract/storeLayout';

const churn = { endpoint: 'churn', schema: 'v1' };
const [from, to] = [new Date('2026-11-02T08:00:00Z'), new Date('2026-11-02T10:00:00Z')];
const started = new Date('2026-11-27T00:40:45.123Z');

describe('store keys', () => {
  it('distinguish on-demand reports from those of a schedule', () => {
    const key = `${onDemandReportPrefix(churn, { from, to }, started)}statistics.json`;
    assert.equal(
      key,
      'reports/churn/schema=v1/on-demand=2026-11-02T08--2026-11-02T10/20261127T004045123Z/statistics.json',
    );
    assert.deepEqual(
      [parseReportKey(key), parseOnDemandKey(key)],
      [undefined, { from, to, variant: undefined, started }],
    );
    assert.equal(parseOnDemandKey(`${reportHourPrefix(churn, 'churn-4f1c2a7', to)}statistics.json`), undefined);
  });

  it('name the variant of an on-demand report on one variant', () => {
    const key = `${onDemandReportPrefix(churn, { from, to, variant: 'blue' }, started)}statistics.json`;
    assert.deepEqual(parseOnDemandKey(key), { from, to, variant: 'blue', started });
    assert.equal(parseOnDemandKey(key.replace('T08--', 'T99--')), undefined);
    assert.equal(parseOnDemandKey(key.replace('/20261127T', '/20261327T')), undefined);
  });

  it('accept gzipped captures', () => {
    const key = 'captures/churn/schema=v1/churn/blue/2026/11/02/08/00-00-000-a.jsonl';
    const capture = { ...churn, variant: 'blue', hour: from };
    assert.deepEqual([parseCaptureKey(key), parseCaptureKey(`${key}.gz`)], [capture, capture]);
  });
});
