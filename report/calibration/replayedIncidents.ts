import type { ReplayedIncident } from '../../quality/calibrated/backtest';
import { formatCount, formatInstant } from '../text/formats';

/** How many recorded incidents each rule finds, in a sentence. */
export function incidentsText(incidents: readonly ReplayedIncident[]): string {
  const countFound = (rule: 'exact' | 'calibrated') => incidents.filter((incident) => incident[rule]).length;
  return `Of ${formatCount(incidents.length, 'recorded incident')}, the exact rule finds ${countFound('exact')}, the calibration ${countFound('calibrated')}.`;
}

const verdict = (isFound: boolean) => (isFound ? 'found' : 'missed');

/** Columns in which texts and pages show recorded incidents. */
export const incidentColumns: readonly {
  readonly title: string;
  readonly text: (incident: ReplayedIncident) => string;
}[] = [
  { title: 'incident', text: ({ id }) => id },
  { title: 'last window', text: ({ lastWindow }) => formatInstant(lastWindow) },
  { title: 'exact', text: ({ exact }) => verdict(exact) },
  { title: 'calibrated', text: ({ calibrated }) => verdict(calibrated) },
  { title: 'features', text: ({ features }) => features.join(', ') },
  { title: 'checks', text: ({ checks }) => checks.join(', ') },
  { title: 'recorded cause', text: ({ cause = '' }) => cause },
];
