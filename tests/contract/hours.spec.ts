import assert from 'node:assert/strict';
import { hourMs, hourPath, parseHourPath, parseInstant, startOfHour } from '../../contract/hours';

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

  const zones = ['Asia/Tokyo', 'America/New_York', 'UTC'];
  const instants = [
    '2026-11-02T08:00',
    '2026-11-02T08:00:00',
    '2026-11-02 08:00:00.000000',
    '2026-11-02T08:00:00Z',
    '2026-11-02T17:00:00+09:00',
  ];
  for (const zone of zones) {
    it(`read instants without a zone as UTC on a machine in ${zone}`, () => {
      const before = process.env['TZ'];
      process.env['TZ'] = zone;
      try {
        for (const text of instants) assert.deepEqual(parseInstant(text), hour, text);
        assert.deepEqual(parseInstant('2026-11-02'), new Date('2026-11-02T00:00:00Z'));
        assert.equal(parseInstant('yesterday'), undefined);
      } finally {
        if (before === undefined) delete process.env['TZ'];
        else process.env['TZ'] = before;
      }
    });
  }
});
