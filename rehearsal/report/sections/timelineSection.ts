import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { breakableText, type Markup, markup } from '../../../report/html/markup';
import { type BadgeLook, badge } from '../../../report/html/pageParts';
import { formatInstant } from '../../../report/text/formats';
import type { HourRow, RehearsalReport, RunStatus } from '../../model/rehearsalReport';
import { timelinePlot } from '../timeline/timelinePlot';

const statusLooks = {
  Completed: 'good',
  CompletedWithViolations: 'warn',
  Failed: 'bad',
  Stopped: 'bad',
  Stopping: 'quiet',
  Pending: 'quiet',
  InProgress: 'quiet',
  NotScheduled: 'quiet',
} as const satisfies Record<RunStatus, BadgeLook>;

function renderViolations({ violations }: HourRow): Markup {
  if (violations.length === 0) return markup`none`;
  const items = violations.map(
    (v) => markup`<li><strong>${v.feature_name}</strong>: ${v.constraint_check_type}. ${v.description}</li>`,
  );
  return markup`<ul>${items}</ul>`;
}

function renderAlarmChanges({ alarmsRaised, alarmsCleared }: HourRow): Markup {
  if (alarmsRaised.length + alarmsCleared.length === 0) return markup`none`;
  const items = [
    ...alarmsRaised.map((name) => markup`<li>raised ${breakableText(name)}</li>`),
    ...alarmsCleared.map((name) => markup`<li>cleared ${breakableText(name)}</li>`),
  ];
  return markup`<ul>${items}</ul>`;
}

const key = markup`<ul class="key" aria-label="Key to the timeline">
<li><span class="mark-text good" aria-hidden="true">●</span> run completed, or alarm message cleared (hollow)</li>
<li><span class="mark-text warn" aria-hidden="true">▲</span> run completed with violations</li>
<li><span class="mark-text bad" aria-hidden="true">✕</span> run failed</li>
<li><span class="mark-text bad" aria-hidden="true">▲</span> message: alarm raised</li>
<li><span class="swatch alarm" aria-hidden="true"></span> in ALARM</li>
<li><span class="swatch ok" aria-hidden="true"></span> OK</li>
<li><span class="swatch muted" aria-hidden="true"></span> muted</li>
<li><span class="mark-text change" aria-hidden="true">◆</span> recorded change (hollow: refused)</li>
</ul>`;

export const timelineSection: Section<RehearsalReport> = {
  id: 'timeline',
  title: 'Timeline',
  short: 'Timeline',
  lead: () =>
    'Hours of the simulated clock, in UTC. A run at the full hour reads the captures of the hour before, so alarms and messages follow their payload by one hour.',
  body: (report) => {
    if (report.hours.length === 0) return markup`<p class="empty">No hour was replayed.</p>`;
    const table = dataTable<HourRow>({
      caption: 'Replayed hours',
      rows: report.hours,
      wide: true,
      empty: 'No hour was replayed.',
      columns: [
        { title: 'Hour (UTC)', cell: (row) => formatInstant(row.hour), heads: true },
        { title: 'Payload', cell: (row) => row.payload },
        { title: 'Rows', cell: (row) => row.rows, numeric: true },
        { title: 'Rejected', cell: (row) => row.rejects, numeric: true },
        {
          title: 'Run and report',
          cell: (row) => [
            badge(statusLooks[row.status], row.status),
            row.exitMessage === undefined ? undefined : markup`<small>${row.exitMessage}</small>`,
            row.reportUri === undefined
              ? undefined
              : markup`<small class="code">${breakableText(row.reportUri)}</small>`,
          ],
        },
        { title: 'Violations', cell: renderViolations },
        { title: 'Alarms', cell: renderAlarmChanges, code: true },
      ],
    });
    return markup`<figure class="timeline"><div class="scroll" role="region" tabindex="0" aria-label="Timeline, scrolls sideways">${timelinePlot(report, 'timeline-plot')}</div><figcaption>${key}</figcaption></figure><details><summary>Table of the hours, with every violation</summary>${table}</details>`;
  },
};
