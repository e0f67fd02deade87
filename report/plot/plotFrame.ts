import { type Markup, markup } from '../html/markup';

/** Drawing area within a plot, in pixels. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface PlotFrame {
  /** Unique in the page; letters, digits and `-`. */
  readonly id: string;
  readonly title: string;
  /** Describes the plot for screen readers. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly content: readonly (Markup | undefined)[];
  /** Whether the plot keeps its width on a narrow page, and scrolls. @default false */
  readonly scrolls?: boolean;
}

/** Frames a plot as SVG, with its title and description. Colors come from the page's classes. */
export function plotFrame({ id, title, description, width, height, content, scrolls }: PlotFrame): Markup {
  const least = scrolls ? markup` style="min-width:${width}px"` : undefined;
  return markup`<svg class="plot" role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"${least} aria-labelledby="${id}-title ${id}-desc" xmlns="http://www.w3.org/2000/svg"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>${content}</svg>`;
}

/** Rounds a coordinate to hundredths of a pixel. */
export function roundPixels(coordinate: number): number {
  return Math.round(coordinate * 100) / 100;
}
