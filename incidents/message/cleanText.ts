import { shortenText } from '../../contract/shortenText';
import { replaceUnprintable } from '../../report/text/unprintable';

/** A text from data on one line, as every destination accepts it. */
export function cleanText(text: string, longest: number): string {
  return replaceUnprintable(shortenText(text, longest).replace(/\s+/g, ' '));
}
