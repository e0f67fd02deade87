import { htmlPage, type Section } from '../../report/html/htmlPage';
import type { RehearsalReport } from '../model/rehearsalReport';
import { rehearsalCss } from './rehearsalCss';
import { alarmsSection } from './sections/alarmsSection';
import { auditSection } from './sections/auditSection';
import { baselineSection } from './sections/baselineSection';
import { deploymentsSection } from './sections/deploymentsSection';
import { distributionsSection } from './sections/distributionsSection';
import { imitatedSection } from './sections/imitatedSection';
import { incidentsSection } from './sections/incidentsSection';
import { linksSection } from './sections/linksSection';
import { messagesSection } from './sections/messagesSection';
import { policySection } from './sections/policySection';
import { rejectsSection } from './sections/rejectsSection';
import { timelineSection } from './sections/timelineSection';
import { verdictHeader } from './sections/verdictHeader';

/** In the page's order. */
const sections: readonly Section<RehearsalReport>[] = [
  linksSection,
  timelineSection,
  distributionsSection,
  imitatedSection,
  alarmsSection,
  messagesSection,
  auditSection,
  incidentsSection,
  policySection,
  deploymentsSection,
  baselineSection,
  rejectsSection,
];

/** The whole report as one HTML page that opens from disk. */
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
