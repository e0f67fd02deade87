import type { CalibrationDifference } from '../../quality/calibrated/diffCalibrations';
import { dataTable } from '../html/dataTable';
import { htmlPage, type Section } from '../html/htmlPage';
import { factList, verdictHeading } from '../html/pageParts';
import { differenceFacts, featureColumns, powerColumns, summarizeCalibrations } from './calibrationDifference';

/** Two calibrations of an endpoint. */
export interface CalibrationDiffReport {
  readonly endpoint: string;
  readonly difference: CalibrationDifference;
  /** ISO 8601 instant. */
  readonly writtenAt: string;
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const featuresSection: Section<CalibrationDiffReport> = {
  id: 'features',
  title: 'Features',
  short: 'Features',
  lead: () =>
    'What each feature is compared with, and the values, in standard errors, from which one window raises an alarm.',
  body: ({ difference: { features } }) =>
    dataTable({
      caption: 'Features that differ',
      columns: featureColumns.map(({ title, text }, i) => ({
        title: capitalized(title),
        cell: text,
        heads: i === 0,
        code: i === 0,
      })),
      rows: features.filter(({ status }) => status !== 'same'),
      empty: 'No feature differs.',
      wide: true,
    }),
};

const powerSection: Section<CalibrationDiffReport> = {
  id: 'power',
  title: 'Detection power',
  short: 'Power',
  lead: () => 'Shares of the injected faults that raise an alarm, under the older and under the newer calibration.',
  body: ({ difference: { power } }) =>
    dataTable({
      caption: 'Injected faults that raise an alarm',
      columns: powerColumns.map(({ title, text }, i) => ({ title: capitalized(title), cell: text, heads: i === 0 })),
      rows: power,
      empty: 'No fault could be injected.',
    }),
};

/** Renders the comparison of two calibrations as an HTML page that opens from disk. */
export function calibrationDiffPage(report: CalibrationDiffReport): string {
  const { endpoint, difference, writtenAt } = report;
  const facts = differenceFacts(difference).map(({ name, value }) => ({ name: capitalized(name), value }));
  return htmlPage({
    title: `Comparison of two calibrations of ${endpoint}`,
    skip: { to: featuresSection.id, text: 'Skip to: Features' },
    header: verdictHeading({
      kind: 'Calibration comparison',
      look: difference.equal ? 'held' : 'differs',
      sentence: summarizeCalibrations(difference),
      below: factList([{ name: 'Endpoint', value: endpoint }, ...facts]),
    }),
    sections: [featuresSection, powerSection],
    report,
    writtenBy: 'baseline diff',
    writtenAt,
  });
}
