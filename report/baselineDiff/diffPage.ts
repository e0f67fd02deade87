import { htmlPage } from '../html/htmlPage';
import type { Section } from '../html/section';
import { changedSection } from './changedSection';
import { changesTableSection } from './changesTableSection';
import { constraintsSection } from './constraintsSection';
import { diffHeader } from './diffHeader';
import type { DiffReport } from './diffReport';
import { manifestsSection } from './manifestsSection';
import { slaChangesSection } from './slaChangesSection';
import { statisticsSection } from './statisticsSection';

/** In the page's order. */
const sections: readonly Section<DiffReport>[] = [
  manifestsSection,
  changedSection,
  changesTableSection,
  constraintsSection,
  slaChangesSection,
  statisticsSection,
];

/** Two baselines as an HTML page that opens from disk. */
export function diffPage(report: DiffReport): string {
  const { endpoint } = report.after.manifest;
  return htmlPage({
    title: `Two baselines of ${endpoint}`,
    skip: { to: manifestsSection.id, text: 'Skip to where they come from' },
    header: diffHeader(report),
    sections,
    report,
    writtenBy: 'baseline diff',
    writtenAt: report.writtenAt,
  });
}
