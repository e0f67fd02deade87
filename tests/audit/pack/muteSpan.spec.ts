import assert from 'node:assert/strict';
import { judgeRecords } from '../../../audit/judge/judgeRecords';
import { findMutes } from '../../../audit/pack/muteSpan';
import { readCloudTrailRecord } from '../../../contract/cloudTrailRecord';
import { trailRecord } from '../../support/trailRecords';

const silence = 'critical.prod.churn.silence';
const plan = { alarms: [silence], reason: 'load test', until: '2026-11-02T18:00:00Z' };

/** From, to and reason of the mutes in calls at full hours. */
function mutesOf(
  ...calls: readonly (readonly [hour: string, eventName: string, requestParameters: object, more?: object])[]
) {
  const records = calls.flatMap(([hour, eventName, requestParameters, more = {}]) => {
    const eventTime = `2026-11-02T${hour}:00:00Z`;
    return (
      readCloudTrailRecord({ ...trailRecord, eventID: hour, eventTime, eventName, requestParameters, ...more }) ?? []
    );
  });
  const judged = judgeRecords(records, { deploymentRoles: [], approvers: [], mutes: [plan] });
  return findMutes(judged).map(({ from, to, reason }) => [from.slice(11, 13), to?.slice(11, 13), reason]);
}

const alarmNames = [silence];
const muteTargets = { alarmNames };

describe('the mutes of a period', () => {
  it('end when the actions of the alarm are enabled', () => {
    assert.deepEqual(
      mutesOf(
        ['10', 'DisableAlarmActions', { alarmNames }],
        ['11', 'EnableAlarmActions', { alarmNames: ['other'] }],
        ['12', 'EnableAlarmActions', { alarmNames }, { errorCode: 'AccessDenied' }],
        ['13', 'EnableAlarmActions', { alarmNames }],
      ),
      [['10', '13', 'load test']],
    );
  });

  it('end with the expiry of the rule, or when it is deleted', () => {
    const expireDate = '2026-11-02T17:00:00Z';
    assert.deepEqual(
      mutesOf(
        ['10', 'PutAlarmMuteRule', { name: 'quiet', muteTargets, expireDate }],
        ['11', 'PutAlarmMuteRule', { name: 'silent', muteTargets }],
        ['12', 'DeleteAlarmMuteRule', { alarmMuteRuleName: 'silent' }],
        ['13', 'PutAlarmMuteRule', { muteTargets }],
      ),
      [
        ['10', '17', 'load test'],
        ['11', '12', undefined],
        ['13', undefined, undefined],
      ],
    );
  });

  it('are only those of calls that succeeded', () => {
    assert.deepEqual(mutesOf(['10', 'DisableAlarmActions', { alarmNames }, { errorCode: 'AccessDenied' }]), []);
  });
});
