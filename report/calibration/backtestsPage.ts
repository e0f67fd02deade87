import type { Backtest } from '../../quality/calibrated/backtest';
import { dataTable } from '../html/dataTable';
import { htmlPage, type Section } from '../html/htmlPage';
import { factList, verdictHeading } from '../html/pageParts';
import { formatCount } from '../text/formats';

/** What the calibration of an endpoint would have done in a span of the past, or why that is not known. */
export interface EndpointBacktest {
  readonly endpoint: string;
  /** Id of the baseline in effect. */
  readonly baseline: string;
  /** Alarm episodes a week. */
  readonly budget?: number;
  readonly result?: Omit<Backtest, 'alarms'>;
  readonly reason?: string;
}

interface BacktestsReport {
  readonly stack: string;
  readonly endpoints: readonly EndpointBacktest[];
  /** ISO 8601 instant. */
  readonly writtenAt: string;
}

const perWeek = (episodes: number, weeks: number) => (weeks > 0 ? (episodes / weeks).toFixed(2) : '-');

/** Recorded incidents in which the calibration raises an alarm: `2 of 3`. */
const foundIncidents = (incidents: Backtest['incidents']) =>
  `${incidents.filter(({ calibrated }) => calibrated).length} of ${incidents.length}`;

function isAboveBudget({ result, budget = 0 }: EndpointBacktest): boolean {
  return result !== undefined && result.calibrated.episodes > budget * result.weeks;
}

function noteOf(endpoint: EndpointBacktest): string {
  const { reason, result } = endpoint;
  if (reason !== undefined) return reason;
  const notes = [
    ...(isAboveBudget(endpoint) ? ['above the budget'] : []),
    ...(result?.overlap ? ['rests on some of these windows'] : []),
  ];
  return notes.join('; ');
}

/** Columns in which texts and pages show endpoints. */
export const backtestColumns: readonly {
  readonly title: string;
  readonly numeric?: boolean;
  readonly text: (endpoint: EndpointBacktest) => string;
}[] = [
  { title: 'endpoint', text: ({ endpoint }) => endpoint },
  { title: 'windows', numeric: true, text: ({ result }) => String(result?.windows ?? '-') },
  { title: 'judged', numeric: true, text: ({ result }) => String(result?.judged ?? '-') },
  {
    title: 'exact a week',
    numeric: true,
    text: ({ result }) => (result ? perWeek(result.exact.episodes, result.weeks) : '-'),
  },
  {
    title: 'calibrated a week',
    numeric: true,
    text: ({ result }) => (result ? perWeek(result.calibrated.episodes, result.weeks) : '-'),
  },
  { title: 'budget', numeric: true, text: ({ budget }) => String(budget ?? '-') },
  { title: 'incidents found', numeric: true, text: ({ result }) => (result ? foundIncidents(result.incidents) : '-') },
  { title: 'note', text: noteOf },
];

const endpointsSection: Section<BacktestsReport> = {
  id: 'endpoints',
  title: 'Endpoints',
  short: 'Endpoints',
  lead: () => 'Alarm episodes a week under the exact rule and under the calibration of the baseline in effect.',
  body: ({ endpoints }) =>
    dataTable<EndpointBacktest>({
      caption: 'Alarm episodes of each endpoint',
      columns: backtestColumns.map(({ title, numeric, text }, i) => ({
        title: title.charAt(0).toUpperCase() + title.slice(1),
        cell: text,
        numeric: numeric ?? false,
        heads: i === 0,
      })),
      rows: endpoints,
      empty: 'The stack monitors no endpoint.',
    }),
};

/** Renders the backtests of a stack's endpoints as an HTML page that opens from disk. */
export function backtestsPage(report: BacktestsReport): string {
  const { stack, endpoints, writtenAt } = report;
  const above = endpoints.filter(isAboveBudget).length;
  const unknown = endpoints.filter(({ result }) => !result).length;
  return htmlPage({
    title: `Backtest of stack ${stack}`,
    skip: { to: endpointsSection.id, text: 'Skip to: Endpoints' },
    header: verdictHeading({
      kind: 'Backtest',
      look: above === 0 && unknown === 0 ? 'held' : 'broke',
      sentence: `${above} of ${formatCount(endpoints.length, 'endpoint')} above the budget, ${unknown} not replayed.`,
      below: factList([{ name: 'Stack', value: stack }]),
    }),
    sections: [endpointsSection],
    report,
    writtenBy: 'baseline backtest',
    writtenAt,
  });
}
