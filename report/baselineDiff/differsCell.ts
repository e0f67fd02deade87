import { badge } from '../html/badge';
import type { Markup } from '../html/markup';

/** Whether two texts differ, as a word with a mark. */
export function differsCell({ before, after }: { readonly before: string; readonly after: string }): Markup {
  return before === after ? badge('good', 'same') : badge('warn', 'differs');
}
