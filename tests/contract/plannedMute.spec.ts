import assert from 'node:assert/strict';
import { describeMute, muteOf, type PlannedMute, plannedMuteSchema } from '../../contract/plannedMute';
import { readDocument } from '../../contract/readDocument';

const quietHours: PlannedMute = {
  endpoints: ['*'],
  severities: ['warning', 'info'],
  daily: { from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' },
  reason: 'nobody works at night',
  author: 'ana@example.com',
  until: '2026-12-31T00:00:00Z',
};
const maintenance: PlannedMute = {
  endpoints: ['churn'],
  reason: 'retraining, change 4711',
  author: 'ben@example.com',
  from: '2026-11-02T08:00:00Z',
  until: '2026-11-02T18:00:00+01:00',
};

function reasonAt(at: string, { endpoint = 'churn', severity = 'warning' as const, mutes = [quietHours] } = {}) {
  return muteOf(mutes, { endpoint, severity, at: new Date(at) })?.reason;
}

describe('a mute of messages', () => {
  it('holds messages back daily over midnight, in the hours of its time zone', () => {
    assert.equal(reasonAt('2026-11-02T20:59:00Z'), undefined);
    assert.equal(reasonAt('2026-11-02T21:00:00Z'), quietHours.reason);
    assert.equal(reasonAt('2026-11-03T04:59:59Z'), quietHours.reason);
    assert.equal(reasonAt('2026-11-03T05:00:00Z'), undefined);
    // Summer time ends between the two: 22:00 in Berlin is an hour later in UTC.
    assert.equal(reasonAt('2026-10-24T20:30:00Z'), quietHours.reason);
    assert.equal(reasonAt('2026-10-26T20:30:00Z'), undefined);
  });

  it('begins and ends at times that Pulumi passes on as it reads them unquoted', () => {
    const times = { from: '2026-11-02 08:00:00 +0000 UTC', until: '2026-11-02 18:00:00 +0100 +0100' };
    assert.deepEqual(plannedMuteSchema.parse({ ...maintenance, ...times }), maintenance);
  });

  it('holds back within a day as well', () => {
    const mutes = [{ ...quietHours, daily: { from: '12:00', to: '13:00' } }];
    const reasons = ['11:59', '12:00', '12:59', '13:00'].map((time) => reasonAt(`2026-11-02T${time}:00Z`, { mutes }));
    assert.deepEqual(reasons, [undefined, quietHours.reason, quietHours.reason, undefined]);
  });

  it('applies from its start until its end, to its endpoints and severities only', () => {
    const mutes = [maintenance];
    const reasons = ['07:59', '08:00', '16:59', '17:00'].map((time) => reasonAt(`2026-11-02T${time}:00Z`, { mutes }));
    assert.deepEqual(reasons, [undefined, maintenance.reason, maintenance.reason, undefined]);
    assert.equal(reasonAt('2026-11-02T10:00:00Z', { mutes, endpoint: 'fraud' }), undefined);
    const night = { endpoint: 'fraud', at: new Date('2026-11-02T23:00:00Z') };
    assert.equal(muteOf([quietHours], { ...night, severity: 'info' }), quietHours);
    assert.equal(muteOf([quietHours], { ...night, severity: 'critical' }), undefined);
  });

  it('is the one that ends last where several apply', () => {
    const longer = { ...maintenance, until: '2026-11-03T00:00:00Z' };
    const at = new Date('2026-11-02T10:00:00Z');
    assert.equal(muteOf([maintenance, longer], { endpoint: 'churn', severity: 'critical', at }), longer);
  });

  it('never applies if it is about alarms', () => {
    const mutes: PlannedMute[] = [
      { alarms: ['critical.prod.churn.silence'], reason: 'r', until: '2026-12-31T00:00:00Z' },
    ];
    assert.equal(reasonAt('2026-11-02T10:00:00Z', { mutes }), undefined);
  });

  it('is described by what it holds back and when', () => {
    assert.equal(
      describeMute(quietHours),
      'every endpoint (warning, info), daily from 22:00 to 06:00 Europe/Berlin, until 2026-12-31T00:00:00Z',
    );
    assert.equal(describeMute(maintenance), 'churn, until 2026-11-02T18:00:00+01:00');
  });

  it('must have a reason, an author, an end, and hours that exist', () => {
    const problemsOf = (mute: object) =>
      readDocument(plannedMuteSchema, mute).problems.map(({ path, text }) => [...path, text].join(': '));
    const { author: _, ...anonymous } = maintenance;
    assert.deepEqual(problemsOf(anonymous), [
      'author: a mute of endpoints must name its author, such as an e-mail address',
    ]);
    const { until: __, ...endless } = maintenance;
    assert.deepEqual(problemsOf(endless), ['until: missing; expected text']);
    assert.deepEqual(problemsOf({ ...quietHours, daily: { from: '24:00', to: '6:00', timeZone: 'Berlin' } }), [
      "daily: from: invalid time of day '24:00': expected one such as 22:00",
      "daily: to: invalid time of day '6:00': expected one such as 22:00",
      'daily: timeZone: is not an IANA time zone, such as Europe/Berlin',
    ]);
    assert.deepEqual(problemsOf({ ...quietHours, daily: { from: '06:00', to: '06:00' } }), [
      'daily: from and to must differ; remove daily to mute all day',
    ]);
    assert.deepEqual(problemsOf({ reason: 'r', until: maintenance.until }), [
      "mutes nothing; set endpoints (such as ['*'] for all) to hold back messages, or alarms",
    ]);
    assert.deepEqual(problemsOf({ alarms: ['a'], daily: quietHours.daily, reason: 'r', until: maintenance.until }), [
      'severities and daily apply to messages only; set endpoints, or remove them',
    ]);
  });
});
