import { createHash } from 'node:crypto';
import { Markup, type MarkupPart, markup } from './markup';
import { pageStyle } from './pageStyle';

/** The page loads nothing and runs no script but its own, whose hash the policy names. */
function contentPolicy(script: string | undefined): string {
  const hash = script && createHash('sha256').update(script).digest('base64');
  const scripts = hash ? ` script-src 'sha256-${hash}';` : '';
  return `default-src 'none'; style-src 'unsafe-inline';${scripts} img-src data:; base-uri 'none'; form-action 'none'`;
}

/** Contents of a page. */
interface HtmlPage<Report> {
  readonly title: string;
  /** Target and text of the skip link for keyboard users. */
  readonly skip: { readonly to: string; readonly text: string };
  /** Top of the page, with the only first-level heading. */
  readonly header: Markup;
  /** In the page's order. */
  readonly sections: readonly Section<Report>[];
  readonly report: Report;
  /** Name of the command that wrote it. */
  readonly writtenBy: string;
  /** ISO 8601 instant. */
  readonly writtenAt: string;
  /** CSS of this page only. @default none */
  readonly css?: string;
  /** Script of this page, which must not have `</script`. @default none */
  readonly script?: string;
}

/** Renders a complete HTML page that opens from disk. */
export function htmlPage<Report>(page: HtmlPage<Report>): string {
  const { title, skip, header, sections, report, writtenBy, writtenAt, css = '', script } = page;
  const entries = sections.map(({ id, short }) => markup`<li><a href="#${id}">${short}</a></li>`);
  const parts = sections.map((section) => sectionMarkup(section, report));
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${pageStyle}${new Markup(css)}</style>
</head>
<body>
<a class="skip" href="#${skip.to}">${skip.text}</a>
<main>
${header}
<nav aria-label="Contents"><ul>${entries}</ul></nav>
${parts}
</main>
<footer>Written by <code>${writtenBy}</code> on ${writtenAt}. This page contains all its data and loads nothing.</footer>
${script && markup`<script>${new Markup(script)}</script>`}</body>
</html>
`.text;
}

/** A section of a page, with its heading. */
export interface Section<Report> {
  /** Anchor, such as `timeline`. */
  readonly id: string;
  readonly title: string;
  /** Shorter title, for the list of contents. */
  readonly short: string;
  /** One or two sentences that introduce the section. */
  readonly lead: (report: Report) => MarkupPart;
  readonly body: (report: Report) => MarkupPart;
}

function sectionMarkup<Report>(section: Section<Report>, report: Report): Markup {
  const { id, title } = section;
  return markup`<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${title}</h2><p class="lead">${section.lead(report)}</p>${section.body(report)}</section>`;
}
