import { type Figure, verdicts } from './figure';

/** Hundredths, and thousandths of what is shorter than a tenth. */
function secondsText(seconds: number): string {
  return seconds.toFixed(seconds < 0.1 ? 3 : 2);
}

/** The figures as a Markdown table, which is as readable on a terminal. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = [
    ['id', 'what', 's', 'CPU s', 'MB', 'against its aims'],
    ...figures.map((figure) => [
      figure.id,
      figure.what,
      secondsText(figure.seconds),
      secondsText(figure.cpuSeconds),
      figure.megabytes.toFixed(0),
      verdicts(figure, figures)
        .map(({ text, met }) => `${met ? 'met' : 'MISSED'}: ${text}`)
        .join('; '),
    ]),
  ];
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  const lines = rows.map((row) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
