import type { Reject } from '../../../contract/modelMonitorFiles';
import { driftBadge, featureFigure } from '../../../report/feature/featureFigure';
import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { type Markup, markup } from '../../../report/html/markup';
import { distanceText } from '../../../report/plot/distanceGauge';
import type { FeatureDistribution } from '../../../report/plot/featureDistribution';
import { formatInstant } from '../../../report/text/formats';
import type { RehearsalReport } from '../../model/rehearsalReport';

const sides = { before: 'baseline', after: 'drifted hour' } as const;

function countRows(buckets: readonly { readonly count: number }[]): number {
  return buckets.reduce((sum, bucket) => sum + bucket.count, 0);
}

function renderFigure(distribution: FeatureDistribution, i: number): Markup {
  const { hour, before, after } = distribution;
  const when = hour === undefined ? '' : ` Hour: ${formatInstant(hour)} UTC.`;
  return featureFigure({
    ...distribution,
    id: String(i),
    sides,
    distribution,
    noPlot: '',
    badge: driftBadge(distribution),
    caption: `${distanceText(distribution)} Rows with a value: ${countRows(before)} in the baseline, ${countRows(after)} in the hour.${when}`,
  });
}

export const distributionsSection: Section<RehearsalReport> = {
  id: 'distributions',
  title: 'Distributions',
  short: 'Distributions',
  lead: () =>
    'Shares of rows in the baseline and in the hour. The bar under each figure is the distance that the monitor computed, from 0 (identical) to 1 (no overlap).',
  body: ({ distributions }) =>
    distributions.length === 0
      ? markup`<p class="empty">No feature was compared.</p>`
      : markup`<div class="features">${distributions.map(renderFigure)}</div>`,
};

export const rejectsSection: Section<RehearsalReport> = {
  id: 'rejects',
  title: 'Rejected records',
  short: 'Rejects',
  lead: () => 'Captured lines and rows that could not be used. No statistic includes them.',
  body: ({ rejects }) => {
    const table = dataTable<Reject>({
      caption: 'Rejected lines and rows',
      rows: rejects,
      empty: 'No record was rejected.',
      columns: [
        { title: 'File', cell: (row) => row.file, heads: true, code: true },
        { title: 'Line', cell: (row) => row.line, numeric: true },
        { title: 'Reason', cell: (row) => row.reason },
      ],
    });
    return rejects.length <= 12 ? table : markup`<details><summary>All ${rejects.length}</summary>${table}</details>`;
  },
};
