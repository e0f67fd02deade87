import assert from 'node:assert/strict';
import { describeLog, type LogRetention } from '../../../audit/pack/logParts';

const keptOf = (retention: LogRetention | undefined) =>
  Object.fromEntries(describeLog(retention).map(({ what, kept }) => [what, kept]));

describe('the log of the monitoring', () => {
  it('consists of reports, incidents and records, but not of captures', () => {
    const log = describeLog(undefined).filter(({ isLog }) => isLog);
    assert.deepEqual(
      log.map(({ what }) => what),
      ['reports of every window', 'incidents', 'records of calls'],
    );
  });

  const rows: [what: string, retention: LogRetention | undefined, records: string, captures: string][] = [
    [
      'the settings of the stack',
      { capturesDays: 30, logDays: 400, retentionYears: 7, objectLock: 'governance' },
      '7 years, with Object Lock in governance mode',
      '30 days',
    ],
    [
      'the names of unknown settings',
      undefined,
      'for the setting evidence.retentionYears',
      'for the setting retention.capturesDays',
    ],
    ['one year', { capturesDays: 1, logDays: 1, retentionYears: 1, objectLock: 'none' }, '1 year', '1 day'],
    [
      'the bucket of an existing trail',
      { capturesDays: 7, logDays: 30 },
      'as long as the bucket of the existing trail keeps them',
      '7 days',
    ],
  ];
  for (const [what, retention, records, captures] of rows) {
    it(`is kept by ${what}`, () => {
      const kept = keptOf(retention);
      assert.deepEqual([kept['records of calls'], kept['captures']], [records, captures]);
    });
  }
});
