import type { UnusualFeatureSummary } from '../../contract/windowSummary';
import { unusualColumns } from '../../quality/calibrated/unusualText';
import { featureName } from '../feature/featureName';
import { dataTable } from '../html/dataTable';
import type { Section } from '../html/htmlPage';
import { type Markup, markup } from '../html/markup';
import { badge } from '../html/pageParts';
import type { RunReport } from './runReport';

function alarmBadge({ isAlarm }: UnusualFeatureSummary): Markup {
  return isAlarm ? badge('bad', 'alarm') : badge('good', 'no alarm');
}

/** How unusual each distribution is, and whether that raises an alarm. */
export const alarmsSection: Section<RunReport> = {
  id: 'alarms',
  title: 'Alarms on distributions',
  short: 'Alarms',
  lead: ({ alarms }) =>
    alarms?.mode === 'calibrated'
      ? 'Judged by the calibration of the baseline, which alarms go by. Violations above are those of the exact rule.'
      : 'Alarms go by the exact rule: each drift violation above raises one.',
  body: ({ alarms }) => [
    markup`<p>${alarms?.reason}</p>`,
    alarms?.judged &&
      dataTable<UnusualFeatureSummary>({
        caption: 'Features, the most unusual first',
        rows: alarms.features ?? [],
        empty: 'No feature was compared.',
        wide: true,
        columns: [
          { title: 'Feature', cell: ({ name }) => featureName(name), heads: true },
          { title: 'Verdict', cell: alarmBadge },
          ...unusualColumns.map(({ title, text }) => ({ title, cell: text })),
        ],
      }),
  ],
};
