import type { FaultPower } from '../../contract/calibration';
import { type Markup, markup } from '../html/markup';
import { plotFrame } from './plotFrame';

const columns = [
  { title: 'in 2', severity: 'severe', shareOf: ({ withinTwo }: FaultPower) => withinTwo },
  { title: 'in 6', severity: 'severe', shareOf: ({ withinSix }: FaultPower) => withinSix },
  { title: 'in 2', severity: 'moderate', shareOf: ({ withinTwo }: FaultPower) => withinTwo },
  { title: 'in 6', severity: 'moderate', shareOf: ({ withinSix }: FaultPower) => withinSix },
] as const;

const [left, top, cell, row] = [130, 44, 76, 24];

/** Draws which share of each injected fault raises an alarm within two and within six windows, as a heat map with numbers. */
export function powerPlot(power: readonly FaultPower[]): Markup {
  const faults = [...new Set(power.map(({ fault }) => fault))];
  const heads = columns.map(
    ({ title, severity }, i) =>
      markup`<text x="${left + (i + 0.5) * cell}" y="16" text-anchor="middle">${severity}</text><text class="tick" x="${left + (i + 0.5) * cell}" y="34" text-anchor="middle">${title}</text>`,
  );
  const rows = faults.flatMap((fault, i) => {
    const y = top + i * row;
    const cells = columns.map(({ severity, shareOf }, column) => {
      const own = power.find((of) => of.fault === fault && of.severity === severity);
      return own && powerCell(shareOf(own), left + column * cell, y);
    });
    return [markup`<text x="${left - 8}" y="${y + 15}" text-anchor="end">${fault}</text>`, ...cells];
  });
  return plotFrame({
    id: 'power',
    title: 'Injected faults that raise an alarm',
    description: `The share of injections of ${faults.length} kinds of faults that raise an alarm within two and within six windows. The table below has the numbers.`,
    width: left + columns.length * cell,
    height: top + faults.length * row,
    content: [...heads, ...rows],
  });
}

function powerCell(share: number, x: number, y: number): Markup {
  return markup`<rect class="power" x="${x + 1}" y="${y}" width="${cell - 2}" height="${row - 2}" fill-opacity="${(share * 0.75).toFixed(2)}"/><text x="${x + cell / 2}" y="${y + 15}" text-anchor="middle">${Math.round(share * 100)} %</text>`;
}
