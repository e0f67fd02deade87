import assert from 'node:assert/strict';
import { monitorSettings } from '../../config/monitorSettings';
import { accepted, problemLines, stackFile } from './stackFile';

const owners = { 'payments-ml': ['payments@example.com'] };

describe('the settings of digests', () => {
  it('have defaults, and the addresses of alerts.digest as readers for the whole stack', () => {
    const { settings } = accepted(stackFile);
    assert.deepEqual(settings.digest, {
      at: '07:00',
      timeZone: 'UTC',
      whenQuiet: 'line',
      audiences: [{ to: ['oncall@example.com'] }],
    });
  });

  it('have readers for each owner, and reach the incident function without the time', () => {
    const digest = {
      owners,
      from: 'monitoring@example.com',
      at: '06:30',
      timeZone: 'Europe/Berlin',
      whenQuiet: 'nothing',
    };
    const { settings } = accepted({ ...stackFile, digest });
    assert.equal(settings.digest.at, '06:30');
    assert.deepEqual(monitorSettings(settings).digest, {
      from: 'monitoring@example.com',
      whenQuiet: 'nothing',
      audiences: [{ to: ['oncall@example.com'] }, { owner: 'payments-ml', to: ['payments@example.com'] }],
    });
  });

  it('are refused for owners without an endpoint, duplicate addresses and times that do not exist', () => {
    const digest = { owners: { 'payments-ml': ['a@example.com', 'A@example.com'], fraud: ['b@example.com'] } };
    assert.deepEqual(problemLines({ ...stackFile, digest }), [
      "digest.owners.payments-ml.1: duplicate address 'a@example.com'; remove one",
      'digest.owners.fraud: owns no endpoint; owners are payments-ml',
    ]);
    assert.deepEqual(problemLines({ ...stackFile, digest: { at: '7', from: 'nobody', whenQuiet: 'never' } }), [
      "digest.from: invalid e-mail address 'nobody': expected one such as ml-oncall@example.com",
      "digest.at: invalid time of day '7': expected one such as 22:00",
      'digest.whenQuiet: must be one of line, nothing',
    ]);
  });

  it('are refused if nobody reads a digest', () => {
    const unread = { ...stackFile, alerts: { tickets: true }, digest: { at: '06:30' } };
    assert.deepEqual(problemLines(unread), [
      'digest.at: nobody reads a digest; add addresses to alerts.digest or digest.owners',
    ]);
  });
});
