import { judgeRecords } from '../../audit/judge/judgeRecords';
import { judgeControls } from '../../audit/pack/controls';
import { describeLog } from '../../audit/pack/logParts';
import { findMutes } from '../../audit/pack/muteSpan';
import { readCloudTrailRecord } from '../../contract/cloudTrailRecord';
import { packPage } from '../../report/audit/packPage';
import { trailRecord } from './trailRecords';

/** The page of a quarter with calls, each by what differs from the sample record. */
export function samplePackPage(...changes: readonly object[]): string {
  const records = changes.flatMap((change) => readCloudTrailRecord({ ...trailRecord, ...change }) ?? []);
  const calls = judgeRecords(records, { deploymentRoles: [], approvers: [], mutes: [] });
  const mutes = findMutes(calls);
  const chains = [{ name: 'x', from: '2026-10-01T00:00:00Z', to: '2027-01-01T00:00:00Z', digests: 2208, logs: 9 }];
  const period = { from: '2026-10-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
  const evidence = { period, calls, mutes, chains, faults: [], unreadable: [], records: 10 };
  return packPage({
    name: '2026Q4',
    ...period,
    writtenAt: '2027-01-02T00:00:00.000Z',
    controls: judgeControls(evidence),
    calls,
    mutes,
    verification: { chains, faults: [], unsigned: [], notCovered: 0 },
    log: describeLog({ capturesDays: 30, logDays: 400, retentionYears: 7, objectLock: 'governance' }),
  });
}
