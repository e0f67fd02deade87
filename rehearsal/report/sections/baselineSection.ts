import { baselineFacts } from '../../../report/baselineFacts';
import { markup } from '../../../report/markup';
import type { Section } from '../../../report/section';
import type { RehearsalReport } from '../rehearsalReport';

export const baselineSection: Section<RehearsalReport> = {
  id: 'baseline',
  title: 'The baseline',
  short: 'Baseline',
  lead: () => 'What the hours were compared with, and the hashes that its files must have.',
  body: ({ baseline }) =>
    baseline === undefined ? markup`<p class="empty">No baseline was derived.</p>` : baselineFacts(baseline),
};
