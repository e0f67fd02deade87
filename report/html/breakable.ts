import { type Markup, markup } from './markup';

/** A long identifier that may break after its separators, so that names stay whole where there is room. */
export function breakable(text: string): Markup {
  const pieces = text.split(/(?<=[:/.,;=_-])(?=[^:/.,;=_-])|(?<=[a-z])(?=[A-Z])/);
  return markup`${pieces.map((piece, i) => (i === 0 ? markup`${piece}` : markup`<wbr>${piece}`))}`;
}
