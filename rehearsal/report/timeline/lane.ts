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

/** The horizontal axis of a timeline, in pixels. */
export interface TimeAxis {
  readonly left: number;
  readonly right: number;
  /** Width of an hour. */
  readonly hourWidth: number;
  /** Position of an instant; instants outside the rehearsed hours are at the edge. */
  readonly x: (instant: string) => number;
}

/** A row of a timeline; its content starts at y = 0. */
export interface Lane {
  readonly label: string;
  /** Small text under the label. */
  readonly note?: string;
  /** Whether the lane starts a group, with a line above. */
  readonly first?: boolean;
  readonly height: number;
  readonly content: readonly Markup[];
}

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
  /** Tooltip. */
  readonly title: string;
  /** Text beside the mark. */
  readonly label?: string;
}

/** Renders a mark; both its shape and its color carry the meaning. */
export function renderMark({ shape, look, x, y, title, label }: MarkArgs): Markup {
  const path = symbol(shapes[shape], 90).digits(2)() ?? '';
  const text = label === undefined ? undefined : markup`<text class="value" x="9" y="4">${label}</text>`;
  return markup`<g class="mark ${look}" transform="translate(${roundPixels(x)},${roundPixels(y)})"><title>${title}</title><path d="${path}"/>${text}</g>`;
}
