import assert from 'node:assert/strict';
import type { HourRow } from '../../../../rehearsal/model/rehearsalReport';
import { timelinePlot } from '../../../../rehearsal/report/timeline/timelinePlot';
import { sampleReport } from '../../../support/sampleReport';
import { svgRects } from '../../../support/svgRects';

/** Tooltips of the marks and spans. */
function titles(svg: string): string[] {
  return [...svg.matchAll(/<title>(?<text>[^<]*)<\/title>/g)].map((match) => match.groups?.['text'] ?? '');
}

describe('timelinePlot', () => {
  const svg = timelinePlot(sampleReport(), 't').text;

  it('has all its lanes', () => {
    const lanes = [...svg.matchAll(/class="lane-label"[^>]*>(?<label>[^<]*)/g)].map((m) => m.groups?.['label']);
    assert.deepEqual(lanes, [
      'Payload',
      'Monitor run',
      'Violations',
      'drift.account_length',
      'no-run',
      'no-data',
      'violations',
      'drift.international_plan',
      'completeness',
      'rollup',
      '2 other alarms',
      'To pager',
      'To tickets',
      'Recorded changes',
    ]);
  });

  it('draws consecutive hours with the same payload as one', () => {
    const words = [...svg.matchAll(/<g class="payload (?<kind>\w+)">/g)].map((match) => match.groups?.['kind']);
    assert.deepEqual(words, ['clean', 'drifted', 'clean', 'broken', 'none', 'clean']);
  });

  it('shows for how long an alarm was in ALARM', () => {
    const widths = svgRects(svg, 'state alarm').map((rect) => rect.width);
    const [twoHours = 0, oneHour = 0] = widths;
    assert.equal(widths.length, 9);
    assert.ok(Math.abs(twoHours - 2 * oneHour) < 0.05, `${twoHours} is not twice ${oneHour}`);
  });

  it('shows when an alarm was muted, from the audit record', () => {
    assert.equal(svg.match(/<g class="muted">/g)?.length, 1);
    const unmuted = { ...sampleReport().audit[1], kind: 'alarm unmuted', when: '2026-11-02T14:20:00.000Z' };
    const report = sampleReport();
    const again = timelinePlot({ ...report, audit: [...report.audit, unmuted as never] }, 't').text;
    assert.match(again, /<g class="muted"><title>muted<\/title><rect x="[\d.]+" y="3" width="66\.77"/);
  });

  it('numbers changes as the audit table does, and marks refused ones', () => {
    const intern = 'by arn:aws:iam::123456789012:user/intern';
    assert.ok(
      titles(svg).includes(
        `2. alarm muted: DisableAlarmActions ${intern}\n3. schedule changed: UpdateMonitoringSchedule ${intern}`,
      ),
    );
    assert.equal(svg.match(/class="mark change hollow"/g)?.length, 1);
  });

  it('draws messages of the same time as one', () => {
    assert.match(svg, /<g class="mark bad"[^>]*><title>[^<]*\n[^<]*<\/title><path[^>]*><text[^>]*>2</);
  });

  it('draws bars as high as the number of violations', () => {
    const bars = [...svg.matchAll(/<g class="violations">.*?<rect [^>]*height="(?<height>[\d.]+)"/gs)].map((match) =>
      Number(match.groups?.['height']),
    );
    assert.deepEqual(bars, [30, 30, 10, 20]);
  });

  it('draws a single hour, and no hour', () => {
    const hours: HourRow[] = sampleReport().hours.slice(0, 1);
    for (const some of [hours, []]) {
      const small = timelinePlot({ hours: some, alarms: [], messages: [], audit: [] }, 't').text;
      assert.match(small, /<desc id="t-desc">/);
      assert.doesNotMatch(small, /NaN|Infinity|undefined/);
    }
  });
});
