import { baselineFacts } from '../html/baselineFacts';
import { htmlPage, type Section } from '../html/htmlPage';
import { allFeaturesSection, featuresSection, unmatchedSection } from './featuresSection';
import { runHeader } from './runHeader';
import { runRejectsSection } from './runRejectsSection';
import type { RunReport } from './runReport';
import { violationsSection } from './violationsSection';

const baselineSection: Section<RunReport> = {
  id: 'baseline',
  title: 'Baseline',
  short: 'Baseline',
  lead: () => 'Baseline of the comparison, with the hashes of its files.',
  body: ({ baseline }) => baselineFacts(baseline),
};

function sectionsOf({ reason, unmatched }: RunReport): readonly Section<RunReport>[] {
  if (reason !== undefined) return [runRejectsSection, baselineSection];
  const features = unmatched ? [unmatchedSection] : [featuresSection, allFeaturesSection];
  return [violationsSection, ...features, runRejectsSection, baselineSection];
}

/** Renders the page of a monitor run, which opens from disk. */
export function runPage(report: RunReport): string {
  const sections = sectionsOf(report);
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
