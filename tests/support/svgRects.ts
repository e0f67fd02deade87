interface SvgRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Rectangles of a class in an SVG text, in order, without those of the legend. */
export function svgRects(svg: string, look: string): SvgRect[] {
  const drawn = svg.replace(/<g class="legend">.*?<\/g>/s, '');
  return [
    ...drawn.matchAll(
      /<rect class="(?<look>[^"]*)" x="(?<x>[^"]*)" y="(?<y>[^"]*)" width="(?<w>[^"]*)" height="(?<h>[^"]*)"/g,
    ),
  ]
    .filter((match) => match.groups?.['look'] === look)
    .map(({ groups = {} }) => ({
      x: Number(groups['x']),
      y: Number(groups['y']),
      width: Number(groups['w']),
      height: Number(groups['h']),
    }));
}
