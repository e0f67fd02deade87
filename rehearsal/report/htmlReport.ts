import { type Markup, markup } from '../../report/markup';
import { pageStyle } from '../../report/pageStyle';
import type { RehearsalReport } from './rehearsalReport';
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
import { type Section, sectionMarkup } from './sections/section';
import { timelineSection } from './sections/timelineSection';
import { verdictHeader } from './sections/verdictHeader';

/** In the page's order. */
const sections: readonly Section[] = [
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

/** The page runs no script and loads nothing, and tells the browser to refuse both. */
const contentPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

function contents(): Markup {
  const entries = sections.map(({ id, short }) => markup`<li><a href="#${id}">${short}</a></li>`);
  return markup`<nav aria-label="Contents"><ul>${entries}</ul></nav>`;
}

/** The whole report as one HTML page that opens from disk. */
export function renderHtmlReport(report: RehearsalReport): string {
  const parts = sections.map((section) => sectionMarkup(section, report));
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>Rehearsal of ${report.stack}/${report.endpoint}</title>
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#links">Skip to the links of the chain</a>
<main>
${verdictHeader(report)}
${contents()}
${parts}
</main>
<footer>Written by <code>rehearse</code> on ${report.finishedAt}. This page holds all of its data and loads nothing.</footer>
</body>
</html>
`.text;
}
