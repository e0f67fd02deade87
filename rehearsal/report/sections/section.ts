import type { Markup, MarkupPart } from '../../../report/markup';
import { markup } from '../../../report/markup';
import type { RehearsalReport } from '../rehearsalReport';

/** A part of the page with a heading of its own. */
export interface Section {
  /** Anchor, such as `timeline`. */
  readonly id: string;
  readonly title: string;
  /** Shorter, for the list of contents. */
  readonly short: string;
  /** One or two sentences that say what the part shows. */
  readonly lead: (report: RehearsalReport) => MarkupPart;
  readonly body: (report: RehearsalReport) => MarkupPart;
}

export function sectionMarkup(section: Section, report: RehearsalReport): Markup {
  const { id, title } = section;
  return markup`<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${title}</h2><p class="lead">${section.lead(report)}</p>${section.body(report)}</section>`;
}
