import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { dataTable } from '../html/dataTable';
import { htmlPage, type Section } from '../html/htmlPage';
import { type Markup, markup } from '../html/markup';
import { factList, verdictHeading } from '../html/pageParts';
import { distributionOf, noPlotReason } from '../plot/distributionOf';
import { distributionPlot } from '../plot/distributionPlot';
import { formatCount } from '../text/formats';
import { profileCells, profileColumns } from './profileTable';

/** The statistics of a table, and where it came from. */
export interface ProfileReport {
  /** Names of the files. */
  readonly files: readonly string[];
  readonly rows: number;
  readonly rejectCount: number;
  /** In file order. */
  readonly features: readonly FeatureStatistics[];
  /** ISO 8601 instant. */
  readonly writtenAt: string;
}

const sides = { before: 'table' };
/** Maximum number of plots: with hundreds of plots the page would be slow. */
const maxPlots = 48;

const distributionsSection: Section<ProfileReport> = {
  id: 'distributions',
  title: 'Distributions',
  short: 'Distributions',
  lead: ({ features }) =>
    features.length > maxPlots
      ? `The first ${maxPlots} of ${features.length} columns. Plots show shares of rows.`
      : 'Plots show shares of rows.',
  body: ({ features }) => markup`<div class="features">${features.slice(0, maxPlots).map(figure)}</div>`,
};

function figure(feature: FeatureStatistics, i: number): Markup {
  const distribution = distributionOf({ before: feature, after: undefined }, { feature: feature.name });
  const reason = noPlotReason({ before: feature, after: undefined }, sides);
  const plot = distribution
    ? distributionPlot(distribution, sides, `feature-${i}`)
    : markup`<p class="empty">${reason}</p>`;
  return markup`<figure class="feature"><h3>${feature.name}</h3>${plot}</figure>`;
}

const statisticsSection: Section<ProfileReport> = {
  id: 'statistics',
  title: 'Statistics',
  short: 'Statistics',
  lead: () => 'In file order.',
  body: ({ features }) =>
    dataTable({
      caption: 'Statistics by column',
      rows: features.map(profileCells),
      empty: 'The table has no columns.',
      wide: true,
      columns: profileColumns.map(({ title, numeric }, place) => ({
        title,
        cell: (cells: readonly string[]) => cells[place] ?? '',
        numeric,
        heads: place === 0,
      })),
    }),
};

/** Renders the statistics of a table as an HTML page that opens from disk. */
export function profilePage(report: ProfileReport): string {
  const { files, rows, rejectCount, features } = report;
  const [file = ''] = files;
  return htmlPage({
    title: `Profile of ${files.length === 1 ? file : formatCount(files.length, 'file')}`,
    skip: { to: statisticsSection.id, text: 'Skip to: Statistics' },
    header: verdictHeading({
      kind: 'Profile',
      look: rejectCount === 0 ? 'held' : 'differs',
      sentence: `${formatCount(rows, 'row')} of ${formatCount(features.length, 'column')}, ${rejectCount} rejected.`,
      below: factList(files.slice(0, 5).map((value) => ({ name: 'File', value }))),
    }),
    sections: [statisticsSection, distributionsSection],
    report,
    writtenBy: 'profile',
    writtenAt: report.writtenAt,
  });
}
