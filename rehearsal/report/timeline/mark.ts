import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolSquare,
  symbolTimes,
  symbolTriangle,
} from 'd3-shape';
import { type Markup, markup } from '../../../report/html/markup';
import { roundPixels } from '../../../report/plot/plotFrame';

const shapes = {
  circle: symbolCircle,
  diamond: symbolDiamond,
  square: symbolSquare,
  triangle: symbolTriangle,
  cross: symbolTimes,
} as const satisfies Record<string, SymbolType>;

export interface MarkArgs {
  readonly shape: keyof typeof shapes;
  readonly look: string;
  readonly x: number;
  readonly y: number;
  /** Shown when one points at the mark. */
  readonly title: string;
  /** Beside the mark. */
  readonly label?: string;
}

/** A mark on a timeline: shape and colour both carry its meaning. */
export function mark({ shape, look, x, y, title, label }: MarkArgs): Markup {
  const path = symbol(shapes[shape], 90).digits(2)() ?? '';
  const text = label === undefined ? undefined : markup`<text class="value" x="9" y="4">${label}</text>`;
  return markup`<g class="mark ${look}" transform="translate(${roundPixels(x)},${roundPixels(y)})"><title>${title}</title><path d="${path}"/>${text}</g>`;
}
