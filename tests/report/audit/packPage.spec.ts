import assert from 'node:assert/strict';
import { judgeRecords } from '../../../audit/judge/judgeRecords';
import { judgeControls } from '../../../audit/pack/controls';
import { mappings } from '../../../audit/pack/mappings';
import { findMutes } from '../../../audit/pack/muteSpan';
import { readCloudTrailRecord } from '../../../contract/cloudTrailRecord';
import { packPage } from '../../../report/audit/packPage';
import { trailRecord } from '../../support/trailRecords';

const explanations = { deploymentRoles: [], approvers: [], mutes: [] };

/** The page of a quarter with the calls. */
function pageOf(...changes: readonly object[]): string {
  const records = changes.flatMap((change) => readCloudTrailRecord({ ...trailRecord, ...change }) ?? []);
  const calls = judgeRecords(records, explanations);
  const mutes = findMutes(calls);
  const chains = [{ name: 'x', from: '2026-10-01T00:00:00Z', to: '2027-01-01T00:00:00Z', digests: 2208, logs: 9 }];
  const evidence = { calls, mutes, chains, faults: [], unreadable: [], records: 10 };
  return packPage({
    name: '2026Q4',
    from: '2026-10-01T00:00:00.000Z',
    to: '2027-01-01T00:00:00.000Z',
    writtenAt: '2027-01-02T00:00:00.000Z',
    controls: judgeControls(evidence),
    calls,
    mutes,
    verification: { chains, faults: [], unsigned: [], notCovered: 0 },
  });
}

describe('the page of an evidence pack', () => {
  it('says that every control held, or how many have exceptions', () => {
    assert.match(pageOf(), /2026Q4: every control held\./);
    assert.match(pageOf({}), /2026Q4: 3 of 7 controls have exceptions\./);
  });

  it('escapes names from records', () => {
    const page = pageOf({ userIdentity: { type: 'IAMUser', userName: '<script>alert(1)</script>' } });
    assert.ok(!page.includes('<script>'));
    assert.ok(page.includes('&lt;script&gt;'));
  });

  it('has every mapping with framework, version and source', () => {
    const page = pageOf();
    for (const { requirement, title, source } of mappings) {
      assert.ok(page.includes(`${requirement}: ${title}`), requirement);
      assert.ok(page.includes(source), source);
    }
  });
});
