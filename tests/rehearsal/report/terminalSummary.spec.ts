import assert from 'node:assert/strict';
import { terminalSummary } from '../../../rehearsal/report/terminalSummary';
import { sampleReport } from '../../support/sampleReport';

const escapeCharacter = String.fromCharCode(27);

describe('terminalSummary', () => {
  it('fits 100 columns', () => {
    const lines = terminalSummary(sampleReport(), { colour: false }).split('\n');
    assert.deepEqual(
      lines.filter((line) => line.length > 100),
      [],
    );
  });

  it('has a row for each link, message route and audit entry, and the time taken', () => {
    const text = terminalSummary(sampleReport(), { colour: false });
    assert.equal(text.match(/✓ held/g)?.length, 14);
    assert.match(text, /^pager +3 +3 +critical\.local\.churn\.drift\.account_length +2026-11-02 10:05$/m);
    assert.match(text, /^2026-11-02 13:20 +user\/intern +alarm muted +DisableAlarmActions$/m);
    assert.match(text, /^2026-11-02 14:10 +user\/intern +baseline modified +PutObject, refused:$/m);
    assert.match(text, /^✓ The chain held: all 14 links were seen to work\.$/m);
    assert.match(text, /^Took 52 s\.$/m);
  });

  it('says what was expected of a link that did not hold', () => {
    const links = [{ id: 'a', title: 'Drift is found', held: false, expected: 'one violation', observed: 'none' }];
    const text = terminalSummary(sampleReport({ links }), { colour: false });
    assert.match(text, /^Drift is found +✗ did not hold +none \(expected: one violation\)$/m);
    assert.match(text, /^✗ The chain did not hold: 1 of 1 links broke: Drift is found\.$/m);
  });

  it('says how many audit entries it left to the page', () => {
    const [entry] = sampleReport().audit;
    assert.ok(entry);
    const text = terminalSummary(sampleReport({ audit: Array.from({ length: 40 }, () => entry) }), { colour: false });
    assert.match(text, /^\.\.\. and 25 earlier ones, which the HTML report lists\.$/m);
  });

  it('colours only when asked to', () => {
    assert.ok(!terminalSummary(sampleReport(), { colour: false }).includes(escapeCharacter));
    assert.ok(
      terminalSummary(sampleReport(), { colour: true }).includes(`${escapeCharacter}[32m✓ held${escapeCharacter}[0m`),
    );
  });

  it('lets no name send control characters to the terminal', () => {
    const links = [{ id: 'a', title: `${escapeCharacter}[2Jgone`, held: true, expected: '', observed: 'a\nb' }];
    const text = terminalSummary(sampleReport({ links }), { colour: false });
    assert.ok(!text.includes(escapeCharacter));
    assert.match(text, /^\uFFFD\[2Jgone +✓ held +a\uFFFDb$/m);
  });

  it('is written for a rehearsal that ended at once, too', () => {
    const text = terminalSummary(sampleReport({ links: [], messages: [], audit: [], imitated: [] }), { colour: false });
    assert.match(text, /^Nobody got a message\.$/m);
    assert.match(text, /^The trail recorded no change to the monitoring\.$/m);
    assert.match(text, /^✗ The chain did not hold: the rehearsal ended before it could check a single link\.$/m);
  });
});
