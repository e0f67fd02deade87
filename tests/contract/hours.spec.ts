import assert from 'node:assert/strict';
import { hourMs, hourPath, parseHourPath, startOfHour } from '../../contract/hours';

const hour = new Date('2026-11-02T08:00:00.000Z');

describe('hours', () => {
  it('start on the hour, UTC', () => {
    assert.deepEqual(startOfHour(hour), hour);
    assert.deepEqual(startOfHour(new Date('2026-11-02T08:59:59.999Z')), hour);
    assert.deepEqual(startOfHour(new Date(hour.getTime() - 1)), new Date(hour.getTime() - hourMs));
  });

  it('have a path that is parsed back', () => {
    assert.equal(hourPath(new Date('2026-11-02T08:59:59.999Z')), '2026/11/02/08');
    assert.deepEqual(parseHourPath('2026/11/02/08'), hour);
  });
});
