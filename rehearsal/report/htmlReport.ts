import { htmlPage, type Section } from '../../report/html/htmlPage';
import type { RehearsalReport } from '../model/rehearsalReport';
import { rehearsalCss } from './rehearsalCss';
import { alarmsSection, incidentsSection, messagesSection } from './sections/alarmSections';
import { auditSection, evidenceSection } from './sections/auditSection';
import { callsSection, rolesSection } from './sections/callsSection';
import { distributionsSection, rejectsSection } from './sections/captureSections';
import { imitatedSection, linksSection, verdictHeader } from './sections/chainSections';
import { baselineSection, deploymentsSection, policySection } from './sections/deploymentSections';
import { timelineSection } from './sections/timelineSection';

/** Sections in page order. */
const sections: readonly Section<RehearsalReport>[] = [
  linksSection,
  timelineSection,
  distributionsSection,
  imitatedSection,
  alarmsSection,
  messagesSection,
  auditSection,
  evidenceSection,
  callsSection,
  rolesSection,
  incidentsSection,
  policySection,
  deploymentsSection,
  baselineSection,
  rejectsSection,
];

/** Renders the report as one self-contained HTML page. */
export function renderHtmlReport(report: RehearsalReport): string {
  return htmlPage({
    title: `Rehearsal of ${report.stack}/${report.endpoint}`,
    skip: { to: 'links', text: 'Skip to the links of the chain' },
    header: verdictHeader(report),
    sections,
    report,
    writtenBy: 'rehearse',
    writtenAt: report.finishedAt,
    css: rehearsalCss,
  });
}
