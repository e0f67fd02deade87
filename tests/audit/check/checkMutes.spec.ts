import assert from 'node:assert/strict';
import { unplannedMutes } from '../../../audit/check/checkMutes';
import type { MuteRule } from '../../../audit/check/readAlarms';
import type { PlannedMute } from '../../../contract/plannedMute';

const alarm = 'critical.prod.churn.silence';
const now = new Date('2026-11-02T14:00:00Z');
const plan: PlannedMute = {
  alarms: [alarm],
  reason: 'migration',
  from: '2026-11-02T00:00:00Z',
  until: '2026-11-03T00:00:00Z',
};

interface Situation {
  readonly isDisabled?: boolean;
  readonly deployedEnabled?: boolean;
  readonly rules?: readonly MuteRule[];
  readonly mutes?: readonly PlannedMute[];
  readonly at?: Date;
}

function textsOf({ isDisabled = false, deployedEnabled = true, rules = [], mutes = [], at = now }: Situation) {
  const deployed = new Map([[alarm, { actionsEnabled: deployedEnabled }]]);
  const stored = new Map([[alarm, { actionsEnabled: !isDisabled }]]);
  return unplannedMutes({ deployed, stored, muteRules: rules, mutes, now: at }).map(({ text }) => text);
}

const rule = (expires?: string): MuteRule => ({
  name: 'quiet',
  alarms: [alarm, 'of another stack'],
  expires: expires === undefined ? undefined : new Date(expires),
});

describe('unplannedMutes', () => {
  it('finds none without a mute, with a planned one, and on an alarm that was deployed without actions', () => {
    assert.deepEqual(textsOf({}), []);
    assert.deepEqual(textsOf({ isDisabled: true, mutes: [plan] }), []);
    assert.deepEqual(textsOf({ isDisabled: true, deployedEnabled: false }), []);
    assert.deepEqual(textsOf({ rules: [rule('2026-11-03T00:00:00Z')], mutes: [plan] }), []);
  });

  it('names disabled actions with alarm and endpoint', () => {
    const deployed = new Map([[alarm, { actionsEnabled: true }]]);
    const stored = new Map([[alarm, { actionsEnabled: false }]]);
    assert.deepEqual(unplannedMutes({ deployed, stored, muteRules: [], mutes: [], now }), [
      {
        severity: 'critical',
        endpoint: 'churn',
        text: `alarm ${alarm} is muted: its actions are disabled; no planned mute covers it; enable them ('aws cloudwatch enable-alarm-actions --alarm-names ${alarm}'), or plan the mute under evidence.mutes`,
      },
    ]);
  });

  it('names a mute before and after its plan', () => {
    for (const at of ['2026-11-01T23:59:00Z', '2026-11-03T00:00:00Z']) {
      const [text = ''] = textsOf({ isDisabled: true, mutes: [plan], at: new Date(at) });
      assert.match(text, /its planned mute is from 2026-11-02T00:00:00Z until 2026-11-03T00:00:00Z;/);
    }
  });

  it('names a mute rule that does not expire, or expires after the plan', () => {
    assert.match(textsOf({ rules: [rule()] })[0] ?? '', /mute rule quiet mutes it without expiry; no planned mute/);
    for (const expires of [undefined, '2026-11-04T00:00:00Z']) {
      const [text = ''] = textsOf({ rules: [rule(expires)], mutes: [plan] });
      assert.match(text, /the rule must expire when its planned mute ends, 2026-11-03T00:00:00Z; delete the rule/);
    }
  });

  it('accepts a rule that one of several plans covers', () => {
    const longer = { ...plan, until: '2026-11-09T00:00:00Z' };
    assert.deepEqual(textsOf({ rules: [rule('2026-11-05T00:00:00Z')], mutes: [plan, longer] }), []);
  });
});
