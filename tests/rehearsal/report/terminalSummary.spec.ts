import assert from 'node:assert/strict';
import { formatTerminalSummary } from '../../../rehearsal/report/terminalSummary';
import { sampleReport } from '../../support/sampleReport';

const escapeCharacter = String.fromCharCode(27);

describe('formatTerminalSummary', () => {
  it('fits 100 columns', () => {
    const lines = formatTerminalSummary(sampleReport(), { color: false }).split('\n');
    assert.deepEqual(
      lines.filter((line) => line.length > 100),
      [],
    );
  });

  it('has a row for each link, message route and audit entry, and the time taken', () => {
    const text = formatTerminalSummary(sampleReport(), { color: false });
    assert.equal(text.match(/✓ held/g)?.length, 14);
    assert.match(text, /^pager +3 +3 +critical\.local\.churn\.drift\.account_length +2026-11-02 10:05$/m);
    assert.match(text, /^2026-11-02 13:20 +user\/intern +alarm muted +DisableAlarmActions$/m);
    assert.match(text, /^2026-11-02 14:10 +user\/intern +baseline modified +PutObject, refused:$/m);
    assert.match(text, /^✓ The chain held: 14 of 14 links worked\.$/m);
    assert.match(text, /^Duration: 52 s$/m);
  });

  it('shows what was expected of a link that did not hold', () => {
    const links = [{ id: 'a', title: 'Drift is found', held: false, expected: 'one violation', observed: 'none' }];
    const text = formatTerminalSummary(sampleReport({ links }), { color: false });
    assert.match(text, /^Drift is found +✗ did not hold +none \(expected: one violation\)$/m);
    assert.match(text, /^✗ The chain did not hold: 1 of 1 links failed: Drift is found\.$/m);
  });

  it('counts the audit entries that only the page lists', () => {
    const [entry] = sampleReport().audit;
    assert.ok(entry);
    const text = formatTerminalSummary(sampleReport({ audit: Array.from({ length: 40 }, () => entry) }), {
      color: false,
    });
    assert.match(text, /^\.\.\. and 25 earlier changes; the HTML page lists all\.$/m);
  });

  it('counts the checked calls, and lists the findings', () => {
    const finding = { kind: 'faulty response', operation: 'sqs:CreateQueue', problem: 'no URL' } as const;
    const findings = Array.from({ length: 16 }, () => finding);
    const text = formatTerminalSummary(sampleReport({ calls: { calls: 20, requests: 20, responses: 19, findings } }), {
      color: false,
    });
    assert.match(text, /^20 calls: 20 requests and 19 responses checked against AWS’s service models, 16 findings$/m);
    assert.match(text, /^faulty response sqs:CreateQueue: no URL$/m);
    assert.match(text, /^\.\.\. and 1 more findings; the HTML page lists all\.$/m);
  });

  it('colors only when asked to', () => {
    assert.ok(!formatTerminalSummary(sampleReport(), { color: false }).includes(escapeCharacter));
    assert.ok(
      formatTerminalSummary(sampleReport(), { color: true }).includes(
        `${escapeCharacter}[32m✓ held${escapeCharacter}[0m`,
      ),
    );
  });

  it('prints no control characters of a name', () => {
    const links = [{ id: 'a', title: `${escapeCharacter}[2Jgone`, held: true, expected: '', observed: 'a\nb' }];
    const text = formatTerminalSummary(sampleReport({ links }), { color: false });
    assert.ok(!text.includes(escapeCharacter));
    assert.match(text, /^\uFFFD\[2Jgone +✓ held +a\uFFFDb$/m);
  });

  it('is complete for a rehearsal that ended early', () => {
    const text = formatTerminalSummary(sampleReport({ links: [], messages: [], audit: [], imitated: [] }), {
      color: false,
    });
    assert.match(text, /^No message was sent\.$/m);
    assert.match(text, /^No change of the monitoring was recorded\.$/m);
    assert.match(text, /^✗ The chain did not hold: the rehearsal ended before any link was checked\.$/m);
  });
});
