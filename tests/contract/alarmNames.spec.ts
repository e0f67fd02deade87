import assert from 'node:assert/strict';
import { alarmName, parseAlarmName, routeFilterPolicy } from '../../contract/alarmNames';

describe('alarm names', () => {
  it('are parsed back, also with dots in the last part', () => {
    const parts = { severity: 'warning', stack: 'prod', endpoint: 'churn', what: 'drift.age.x' } as const;
    assert.equal(alarmName(parts), 'warning.prod.churn.drift.age.x');
    assert.deepEqual(parseAlarmName('warning.prod.churn.drift.age.x'), parts);
  });

  for (const name of [
    '',
    'urgent.prod.churn.no-run',
    'critical..churn.no-run',
    'critical.prod..no-run',
    'info.prod.churn',
  ]) {
    it(`are not '${name}'`, () => assert.equal(parseAlarmName(name), undefined));
  }

  it('select the severities of a route by their prefix', () => {
    const Trigger = { MetricName: [{ exists: false }, { 'anything-but': ['BrokenPromises'] }] };
    assert.deepEqual(routeFilterPolicy('pager'), { AlarmName: [{ prefix: 'critical.' }], Trigger });
    assert.deepEqual(routeFilterPolicy('tickets'), {
      AlarmName: [{ prefix: 'critical.' }, { prefix: 'warning.' }],
      Trigger,
      Incident: [{ exists: false }],
    });
  });
});
