import { type Markup, type MarkupPart, markup } from './markup';

/** A part of a page with a heading of its own. */
export interface Section<Report> {
  /** Anchor, such as `timeline`. */
  readonly id: string;
  readonly title: string;
  /** Shorter, for the list of contents. */
  readonly short: string;
  /** One or two sentences that say what the part shows. */
  readonly lead: (report: Report) => MarkupPart;
  readonly body: (report: Report) => MarkupPart;
}

export function sectionMarkup<Report>(section: Section<Report>, report: Report): Markup {
  const { id, title } = section;
  return markup`<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${title}</h2><p class="lead">${section.lead(report)}</p>${section.body(report)}</section>`;
}
