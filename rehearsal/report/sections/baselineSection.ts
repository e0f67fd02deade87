import { baselineFacts } from '../../../report/html/baselineFacts';
import type { Section } from '../../../report/html/htmlPage';
import { markup } from '../../../report/html/markup';
import type { RehearsalReport } from '../../model/rehearsalReport';

export const baselineSection: Section<RehearsalReport> = {
  id: 'baseline',
  title: 'The baseline',
  short: 'Baseline',
  lead: () => 'What the hours were compared with, and the hashes that its files must have.',
  body: ({ baseline }) =>
    baseline === undefined ? markup`<p class="empty">No baseline was derived.</p>` : baselineFacts(baseline),
};
