import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { formatSeconds } from '../../../report/text/formats';
import type { DeploymentRow, RehearsalReport, StepResult } from '../../model/rehearsalReport';

const counts = ['created', 'updated', 'replaced', 'deleted', 'unchanged'] as const;

function capitalised(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

export const deploymentsSection: Section<RehearsalReport> = {
  id: 'deployments',
  title: 'Deployments and steps',
  short: 'Deployments',
  lead: ({ elapsedSeconds }) => `Everything together took ${formatSeconds(elapsedSeconds)} on this machine's clock.`,
  body: ({ deployments, steps }) => [
    dataTable<DeploymentRow>({
      caption: 'Deployments by the Pulumi engine, resources counted',
      rows: deployments,
      empty: 'Nothing was deployed.',
      columns: [
        { title: 'Deployment', cell: (row) => row.title, heads: true },
        ...counts.map((count) => ({
          title: capitalised(count),
          cell: (row: DeploymentRow) => row[count],
          numeric: true,
        })),
        { title: 'Took', cell: (row) => formatSeconds(row.seconds), numeric: true },
      ],
    }),
    dataTable<StepResult>({
      caption: 'Steps of the rehearsal',
      rows: steps,
      empty: 'No step was finished.',
      columns: [
        { title: 'Step', cell: (row) => row.title, heads: true },
        { title: 'Detail', cell: (row) => row.detail },
        { title: 'Took', cell: (row) => formatSeconds(row.seconds), numeric: true },
      ],
    }),
  ],
};
