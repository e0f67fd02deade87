import assert from 'node:assert/strict';
import { monitorSettings } from '../../config/monitorSettings';
import { accepted, problemLines, stackFile } from './stackFile';

const mute = {
  endpoints: ['churn'],
  severities: ['warning'],
  daily: { from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' },
  reason: 'nobody works at night',
  author: 'ana@example.com',
  until: '2026-12-31T00:00:00Z',
};
const withMutes = (...mutes: object[]) => ({ ...stackFile, evidence: { mutes } });
const now = new Date('2026-11-02T08:00:00Z');

describe('mutes in the settings', () => {
  it('of messages are written for the incident function; those of alarms are not', () => {
    const alarms = { alarms: ['critical.dev.churn.silence'], reason: 'r', until: mute.until };
    const { settings, warnings } = accepted(withMutes(alarms, mute), { now });
    assert.ok(!warnings.some((warning) => warning.includes('mutes')), warnings.join('\n'));
    assert.deepEqual(monitorSettings(settings).mutes, [mute]);
    assert.deepEqual(monitorSettings(accepted(stackFile).settings).mutes, []);
  });

  it('that have ended draw a warning, unless they still explain muted alarms', () => {
    const ended = { ...mute, until: '2026-11-02T08:00:00Z' };
    const { warnings } = accepted(withMutes(mute, ended, { ...ended, alarms: ['a'] }), { now });
    assert.deepEqual(
      warnings.filter((warning) => warning.includes('mutes')),
      ['evidence.mutes.1.until: ended 2026-11-02T08:00:00Z, so it holds no message back; remove the mute'],
    );
  });

  it('name endpoints of the stack', () => {
    assert.deepEqual(problemLines(withMutes({ ...mute, endpoints: ['*', 'chrun'] }), { now }), [
      "evidence.mutes.0.endpoints.1: unknown endpoint 'chrun'; use '*' for all, or one of churn",
    ]);
  });
});
