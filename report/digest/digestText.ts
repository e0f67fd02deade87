import type { Digest } from '../../incidents/digest/digest';
import { formatInstant } from '../text/formats';
import { digestSections, digestSubject } from './digestSections';

/** A digest as plain text: the subject, then a paragraph for each section. One line if there is nothing to say. */
export function digestText(digest: Digest): string {
  const sections = digestSections(digest).map(({ title, lines, more }) =>
    [
      title,
      ...lines.map(({ about, severity, text }) => `- ${about}${severity ? ` (${severity})` : ''}: ${text}`),
      ...(more > 0 ? [`- and ${more} more`] : []),
    ].join('\n'),
  );
  const period = `${formatInstant(digest.from)} to ${formatInstant(digest.to)} UTC`;
  return [`${digestSubject(digest)} (${period})`, ...sections].join('\n\n').concat('\n');
}
