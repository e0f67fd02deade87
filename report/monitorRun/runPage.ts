import { baselineFacts } from '../html/baselineFacts';
import { htmlPage, type Section } from '../html/htmlPage';
import { alarmsSection } from './alarmsSection';
import { allFeaturesSection, featuresSection, unmatchedSection } from './featuresSection';
import { runHeader } from './runHeader';
import { runNotesSection } from './runNotesSection';
import { runRejectsSection } from './runRejectsSection';
import type { RunReport } from './runReport';
import { violationsSection } from './violationsSection';

const baselineSection: Section<RunReport> = {
  id: 'baseline',
  title: 'Baseline',
  short: 'Baseline',
  lead: () => 'The baseline that the window was compared with.',
  body: ({ baseline }) => baselineFacts(baseline),
};

function selectSections({
  reason,
  alarms,
  unmatched,
  notes,
  window: { otherFiles = [] },
}: RunReport): readonly Section<RunReport>[] {
  const aboutCaptures = [
    runRejectsSection,
    ...(notes || otherFiles.length > 0 ? [runNotesSection] : []),
    baselineSection,
  ];
  if (reason !== undefined) return aboutCaptures;
  const features = unmatched ? [unmatchedSection] : [featuresSection, allFeaturesSection];
  return [violationsSection, ...(alarms ? [alarmsSection] : []), ...features, ...aboutCaptures];
}

/** Renders a run of the monitor as an HTML page that opens from disk. */
export function runPage(report: RunReport): string {
  const sections = selectSections(report);
  const first = sections[0] ?? baselineSection;
  return htmlPage({
    title: `Monitor run of ${report.baseline.endpoint}`,
    skip: { to: first.id, text: `Skip to: ${first.title}` },
    header: runHeader(report),
    sections,
    report,
    writtenBy: 'monitor run',
    writtenAt: report.writtenAt,
  });
}
