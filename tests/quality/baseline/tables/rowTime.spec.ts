import assert from 'node:assert/strict';
import { parseRowTime } from '../../../../quality/baseline/tables/rowTime';

const at = Date.parse('2026-11-02T08:15:00Z');

describe('parseRowTime', () => {
  it('reads ISO 8601 with and without a zone, and whole numbers since 1970', () => {
    for (const text of [
      '2026-11-02T08:15:00Z',
      '2026-11-02 08:15:00',
      '2026-11-02T08:15',
      '2026-11-02T09:15:00.250+01:00',
      '2026-11-02 02:45:00-0530',
      '2026-11-02 08:15:00.000000+00',
      '1793607300',
      '1793607300000',
      '1793607300000000',
      '1793607300000000000',
    ]) {
      assert.deepEqual(parseRowTime(text), { at }, text);
    }
    assert.deepEqual(parseRowTime('2026-11-02T08'), { at: Date.parse('2026-11-02T08:00:00Z') });
  });

  it('says what is wrong with others', () => {
    const wrong = (text: string | null) => parseRowTime(text).problem ?? '';
    assert.match(wrong(null), /^has no value; expected ISO 8601 such as /);
    assert.match(wrong('2026-11-02'), /^has a day without a time of day: '2026-11-02'; expected /);
    for (const text of [
      '8:15',
      '2026-02-30T08:00:00Z',
      '2026-11-02T25:00:00Z',
      '02.11.2026 08:15',
      '17',
      '1793607300.5',
    ]) {
      assert.match(wrong(text), /^has an invalid time '.*'; expected /, text);
    }
    assert.ok(wrong('x'.repeat(1000)).length < 200);
  });
});
