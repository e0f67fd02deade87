import type { FeatureHistogram } from '../../contract/featureHistogram';

const blocks = '▁▂▃▄▅▆▇█';

/** A histogram as two lists of words: what was expected, and what was observed. */
export interface HistogramText {
  readonly expected: string;
  readonly observed: string;
}

/** Of numbers a bar for each bin between the ends, such as `12 ▁▃█▂ 80`; of texts the share of each category. */
export function histogramText({ range, categories, expected, observed }: FeatureHistogram): HistogramText {
  if (range) {
    const highest = Math.max(...expected, ...observed, Number.MIN_VALUE);
    const [from, to] = range.map(figure);
    const bars = (shares: readonly number[]) =>
      `${from} ${shares.map((share) => block(share / highest)).join('')} ${to}`;
    return { expected: bars(expected), observed: bars(observed) };
  }
  const names = [...(categories ?? []).map((name) => (name === '' ? '(empty)' : name)), 'others'];
  const list = (shares: readonly number[]) =>
    shares.map((share, i) => `${names[i]} ${Number((100 * share).toFixed(1))} %`).join(', ');
  return { expected: list(expected), observed: list(observed) };
}

/** The lowest bar is a share of 0; any other share has a higher one. */
function block(part: number): string {
  return blocks[Math.min(blocks.length - 1, Math.ceil(part * (blocks.length - 1)))] ?? '';
}

const figure = (value: number) => String(Number(value.toPrecision(4)));
