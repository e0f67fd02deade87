import { shortenText } from '../../contract/shortenText';
import { unprintable } from '../../report/text/unprintable';

/**
 * A text from data on one line, as every destination accepts it: SQS refuses U+FFFE, U+FFFF and half surrogates
 * ("SendMessage" of its API reference).
 */
export function cleanText(text: string, longest: number): string {
  return shortenText(text, longest)
    .replace(/\s+/g, ' ')
    .replace(unprintable, '\uFFFD')
    .replace(/[\p{Surrogate}\uFFFE\uFFFF]/gu, '\uFFFD');
}
