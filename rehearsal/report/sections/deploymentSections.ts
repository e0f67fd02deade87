import { baselineFacts } from '../../../report/html/baselineFacts';
import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { markup } from '../../../report/html/markup';
import { badge } from '../../../report/html/pageParts';
import { formatSeconds } from '../../../report/text/formats';
import type { DeploymentRow, PolicyFinding, RehearsalReport, StepResult } from '../../model/rehearsalReport';

export const policySection: Section<RehearsalReport> = {
  id: 'policy',
  title: 'Policy findings',
  short: 'Policy',
  lead: () => 'A mandatory finding blocks the deployment; an advisory one does not.',
  body: ({ policyFindings }) =>
    dataTable<PolicyFinding>({
      caption: 'Findings of the policy pack',
      rows: policyFindings,
      empty: 'The policy pack found no problems.',
      columns: [
        { title: 'Policy', cell: (row) => row.policy, heads: true, code: true },
        { title: 'Level', cell: ({ level }) => badge(level === 'mandatory' ? 'bad' : 'warn', level) },
        { title: 'Resource', cell: (row) => row.resource, code: true },
        { title: 'Message', cell: (row) => row.message },
      ],
    }),
};

const counts = ['created', 'updated', 'replaced', 'deleted', 'unchanged'] as const;

function capitalize(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

export const deploymentsSection: Section<RehearsalReport> = {
  id: 'deployments',
  title: 'Deployments and steps',
  short: 'Deployments',
  lead: ({ elapsedSeconds }) => `The rehearsal took ${formatSeconds(elapsedSeconds)}.`,
  body: ({ deployments, steps }) => [
    dataTable<DeploymentRow>({
      caption: 'Deployments, with numbers of resources',
      rows: deployments,
      empty: 'Nothing was deployed.',
      columns: [
        { title: 'Deployment', cell: (row) => row.title, heads: true },
        ...counts.map((count) => ({
          title: capitalize(count),
          cell: (row: DeploymentRow) => row[count],
          numeric: true,
        })),
        { title: 'Duration', cell: (row) => formatSeconds(row.seconds), numeric: true },
      ],
    }),
    dataTable<StepResult>({
      caption: 'Steps of the rehearsal',
      rows: steps,
      empty: 'No step was completed.',
      columns: [
        { title: 'Step', cell: (row) => row.title, heads: true },
        { title: 'Detail', cell: (row) => row.detail },
        { title: 'Duration', cell: (row) => formatSeconds(row.seconds), numeric: true },
      ],
    }),
  ],
};

export const baselineSection: Section<RehearsalReport> = {
  id: 'baseline',
  title: 'Baseline',
  short: 'Baseline',
  lead: () => 'The baseline in effect during the day, with the hashes of its files.',
  body: ({ baseline }) =>
    baseline === undefined ? markup`<p class="empty">No baseline was derived.</p>` : baselineFacts(baseline),
};
