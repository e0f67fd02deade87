import { scaleLinear, scaleLog } from 'd3-scale';
import { rateInterval } from '../../quality/calibrated/alarmEpisodes';
import { faultLibrary } from '../../quality/calibrated/faults';
import { type Markup, markup } from '../../report/html/markup';
import { roundPixels as px } from '../../report/plot/plotFrame';
import { ruleTitle } from './alarmTables';
import type { DataSetFigures, FaultFigures, MeasuredAlarms, RuleFigures, Share } from './measuredAlarms';
import { windowsToFind } from './ruleFigures';
import { unrenewedWeeks } from './unrenewed';

/** Pictures of the documentation, by their file under docs/images. They follow the reader's color scheme. */
export function alarmPictures({ budget, dataSets }: MeasuredAlarms): Record<string, string> {
  return {
    'alarms-power.svg': powerPicture(budget, dataSets),
    'alarms-faults.svg': faultPicture(dataSets),
    'alarms-weeks.svg': weekPicture(dataSets),
    'alarms-limits.svg': limitPicture(budget, dataSets),
  };
}

const width = 860;

const css = `text{font:12px sans-serif;fill:#1f2328}.t{font-weight:600}.s{fill:#59636e}.r{text-anchor:end}.m{text-anchor:middle}
.g{stroke:#d1d9e0}.aim{stroke:#59636e;stroke-dasharray:4 3}.w{stroke-width:2}
.calibrated{fill:#0969da;stroke:#0969da}.exact{fill:#b35900;stroke:#b35900}.evidently{fill:#1a7f37;stroke:#1a7f37}.nannyml{fill:#8250df;stroke:#8250df}
circle.raised{fill:none;stroke-width:2}.line{fill:none;stroke:#0969da;stroke-width:2}.h{fill:#0969da}.n{fill:none;stroke:#d1d9e0}.l{fill:#fff}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.s{fill:#9198a1}.g,.n{stroke:#3d444d}.aim{stroke:#9198a1}
.calibrated{fill:#58a6ff;stroke:#58a6ff}.exact{fill:#e09b4f;stroke:#e09b4f}.evidently{fill:#57ab5a;stroke:#57ab5a}.nannyml{fill:#b083f0;stroke:#b083f0}
circle.raised{fill:none}.line{stroke:#58a6ff}.h{fill:#58a6ff}.l{fill:#0d1117}}`;

function svg(height: number, label: string, content: readonly Markup[]): string {
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
<style>${css}</style>
${content.flatMap((part) => [part, '\n'])}</svg>
`.text;
}

/** Episodes a week and found faults of every rule, with their intervals. */
function powerPicture(budget: number, dataSets: readonly DataSetFigures[]): string {
  const rows = dataSets.flatMap(({ id, rules }) => [{ id, of: undefined }, ...rules.map((of) => ({ id, of }))]);
  const [top, step] = [44, 17];
  const bottom = top + rows.length * step;
  const inAlarm = scaleLinear().domain([0, 1]).range([180, 320]);
  const episodes = scaleLog().domain([0.05, 20]).range([350, 490]).clamp(true);
  const severe = scaleLinear().domain([0, 1]).range([530, 665]);
  const moderate = scaleLinear().domain([0, 1]).range([700, 835]);
  const columns = [
    {
      title: 'windows in alarm',
      x: inAlarm,
      ticks: [0, 0.5, 1],
      text: percentText,
      aim: undefined,
      figureOf: ({ windowsInAlarm: { events, cases } }: RuleFigures) => {
        const value = events / Math.max(cases, 1);
        return { value, low: value, high: value };
      },
    },
    {
      title: 'episodes a week',
      x: episodes,
      ticks: [0.1, 0.5, 2, 10],
      text: String,
      aim: budget,
      figureOf: (of: RuleFigures) => of.episodesPerWeek,
    },
    {
      title: `severe within ${windowsToFind.severe}`,
      x: severe,
      ticks: [0, 0.5, 1],
      text: percentText,
      aim: 0.95,
      figureOf: (of: RuleFigures) => ({ ...of.severe, value: of.severe.events / of.severe.cases }),
    },
    {
      title: `moderate within ${windowsToFind.moderate}`,
      x: moderate,
      ticks: [0, 0.5, 1],
      text: percentText,
      aim: 0.8,
      figureOf: (of: RuleFigures) => ({ ...of.moderate, value: of.moderate.events / of.moderate.cases }),
    },
  ];
  const axes = columns.map(
    ({ title, x, ticks, text, aim }) =>
      markup`<text x="${px(x.range()[0] ?? 0)}" y="18" class="t">${title}</text>${ticks.map(
        (tick) =>
          markup`<line class="g" x1="${px(x(tick))}" x2="${px(x(tick))}" y1="${top - 6}" y2="${bottom}"/><text x="${px(x(tick))}" y="${bottom + 16}" class="s m">${text(tick)}</text>`,
      )}${aim === undefined ? undefined : markup`<line class="aim" x1="${px(x(aim))}" x2="${px(x(aim))}" y1="${top - 6}" y2="${bottom}"/>`}`,
  );
  const marks = rows.map(({ id, of }, i) => {
    const y = top + i * step + 6;
    if (!of) return markup`<text x="12" y="${y + 4}" class="t">${id}</text>`;
    const points = columns.map(({ x, figureOf }) => {
      const { value, low, high } = figureOf(of);
      return markup`<line class="${of.rule} w" x1="${px(x(low))}" x2="${px(x(high))}" y1="${y}" y2="${y}"/><circle class="${of.rule}${of.isRaised ? ' raised' : ''}" cx="${px(x(value))}" cy="${y}" r="4"/>`;
    });
    return markup`<text x="24" y="${y + 4}">${ruleTitle(of)}</text>${points}`;
  });
  const label =
    'Windows in alarm and episodes without a fault, and found faults, of each rule, with 95 % intervals; dashed lines are the aims';
  return svg(bottom + 26, label, [...axes, ...marks]);
}

const percentText = (share: number) => `${Math.round(share * 100)} %`;

/** Found faults of calibrations by kind, severity and data set, and the windows until half of them are found. */
function faultPicture(dataSets: readonly DataSetFigures[]): string {
  const names = [...new Set(faultLibrary.map(({ name }) => name))];
  const [left, top, step, cell] = [140, 64, 22, 68];
  const severities = ['severe', 'moderate'] as const;
  const columns = severities.flatMap((severity, s) =>
    dataSets.map((set, i) => ({ severity, set, x: left + s * (dataSets.length * cell + 20) + i * cell })),
  );
  const heads = severities.map(
    (severity, s) =>
      markup`<text x="${left + s * (dataSets.length * cell + 20)}" y="18" class="t">${severity}: % found within ${windowsToFind[severity]}</text>`,
  );
  const sets = columns.map(({ set, x }) => {
    const [name, length] = set.id.split('-');
    return markup`<text x="${x + cell / 2 - 1}" y="40" class="s m">${name}</text><text x="${x + cell / 2 - 1}" y="54" class="s m">${length}</text>`;
  });
  const rows = names.flatMap((name, i) => {
    const y = top + i * step;
    const cells = columns.map(({ severity, set, x }) => {
      const of = calibratedFaults(set).find((fault) => fault.fault === name && fault.severity === severity);
      return of
        ? faultCell(of, x, y, cell)
        : markup`<rect class="n" x="${x}" y="${y}" width="${cell - 2}" height="20"/>`;
    });
    return [markup`<text x="${left - 8}" y="${y + 14}" class="r">${name}</text>`, ...cells];
  });
  const bottom = top + names.length * step;
  const note = markup`<text x="${left}" y="${bottom + 18}" class="s">Second number: windows until half of the injections raise an alarm; a dash if fewer do within six.</text>`;
  const label = 'Share of injected faults that calibrated limits find, by kind, severity and data set';
  return svg(bottom + 30, label, [...heads, ...sets, ...rows, note]);
}

const calibratedFaults = ({ rules }: DataSetFigures): readonly FaultFigures[] =>
  rules.find(({ rule }) => rule === 'calibrated')?.faults ?? [];

function faultCell(of: FaultFigures, x: number, y: number, cell: number): Markup {
  const share = of.severity === 'severe' ? of.withinTwo : of.withinSix;
  const median = of.medianWindows === null ? '–' : String(of.medianWindows);
  const look = share > 0.55 ? 'm l' : 'm';
  return markup`<rect class="h" x="${x}" y="${y}" width="${cell - 2}" height="20" fill-opacity="${(0.08 + share * 0.92).toFixed(2)}"/><text class="${look}" x="${x + cell / 2 - 1}" y="${y + 14}">${Math.round(share * 100)} · ${median}</text>`;
}

/** Windows in alarm without a fault by week, of the exact and the calibrated rule. */
function weekPicture(dataSets: readonly DataSetFigures[]): string {
  const [left, top, height, gap] = [150, 24, 34, 20];
  const shown = dataSets.flatMap((set) =>
    (['exact', 'calibrated'] as const).map((rule) => ({
      set,
      of: set.rules.find((figures) => figures.rule === rule && !figures.isRaised),
    })),
  );
  const rows = shown.map(({ set, of }, i) => {
    const bottom = top + (i + 1) * (height + gap) - gap;
    const step = (width - left - 20) / Math.max(set.weeks, 1);
    const bars = of?.byWeek.map(({ windows, alarms, episodes }, week) => {
      const share = windows === 0 ? 0 : alarms / windows;
      const bar = share * height;
      const [x, wide] = [left + week * step, Math.max(step - 1.5, 1)];
      const title = `week ${week + 1}: ${alarms} of ${windows} windows in alarm, ${episodes} episodes begin`;
      return markup`<rect class="${of.rule}" x="${px(x)}" y="${px(bottom - bar)}" width="${px(wide)}" height="${px(bar)}"><title>${title}</title></rect>`;
    });
    const sentence = `${of?.episodes ?? 0} episodes in ${set.weeks} weeks`;
    return markup`<text x="12" y="${bottom - 18}" class="t">${set.id}</text><text x="12" y="${bottom - 2}" class="s">${of ? ruleTitle(of) : ''}</text><line class="g" x1="${left}" x2="${width - 20}" y1="${bottom}" y2="${bottom}"/>${bars}<text x="${width - 20}" y="${bottom - height - 4}" class="s r">${sentence}</text>`;
  });
  const label = 'Share of windows in alarm by tested week, of the exact and the calibrated rule';
  return svg(top + rows.length * (height + gap), label, rows);
}

/** Where calibrations break: a change that stays, a calibration that is not renewed, a short history. */
function limitPicture(budget: number, dataSets: readonly DataSetFigures[]): string {
  const label =
    'Windows in alarm after a change that stays, windows in alarm of a calibration that is not renewed, and what histories of some weeks can show';
  return svg(550, label, [
    ...sharePanel({
      top: 0,
      right: 300,
      title: 'A change that stays: windows in alarm',
      unit: 'week after the change',
      step: 1,
      lines: dataSets.map(({ id, newRegime }) => ({ id, shares: newRegime })),
    }),
    ...historyPanel(budget),
    ...sharePanel({
      top: 280,
      right: 720,
      title: 'A calibration that is not renewed: windows in alarm without a fault',
      unit: 'weeks after the calibration',
      step: unrenewedWeeks,
      lines: dataSets.map(({ id, unrenewed }) => ({ id, shares: unrenewed })),
    }),
  ]);
}

interface Panel {
  readonly top: number;
  readonly right: number;
  readonly title: string;
  readonly unit: string;
  /** Weeks of one share. */
  readonly step: number;
  readonly lines: readonly { readonly id: string; readonly shares: readonly Share[] }[];
}

/** Where a scale of shares may end. */
const scaleEnds = [0.1, 0.2, 0.5, 1] as const;

/** A line of shares of windows for each data set. */
function sharePanel({ top, right, title, unit, step, lines }: Panel): Markup[] {
  const [high, low] = [top + 50, top + 230];
  const count = Math.max(2, ...lines.map(({ shares }) => shares.length));
  const x = scaleLinear().domain([1, count]).range([60, right]);
  const values = lines.map(({ shares }) => shares.map(({ events, cases }) => events / Math.max(cases, 1)));
  const most = scaleEnds.find((end) => values.flat().every((value) => value <= end)) ?? 1;
  const y = scaleLinear().domain([0, most]).range([low, high]);
  const heights = values.map((of) => of.map(y));
  const labels = spreadLabels(heights.map((of) => of.at(-1) ?? low));
  return [
    markup`<text x="12" y="${top + 18}" class="t">${title}</text>`,
    ...[0, most / 2, most].map(
      (share) =>
        markup`<line class="g" x1="60" x2="${right}" y1="${px(y(share))}" y2="${px(y(share))}"/><text x="54" y="${px(y(share)) + 4}" class="s r">${percentText(share)}</text>`,
    ),
    ...Array.from({ length: count }, (_, i) => {
      const tick = step === 1 ? i + 1 : `${i * step + 1}–${(i + 1) * step}`;
      return markup`<text x="${px(x(i + 1))}" y="${low + 16}" class="s m">${tick}</text>`;
    }),
    markup`<text x="${(60 + right) / 2}" y="${low + 34}" class="s m">${unit}</text>`,
    ...heights.flatMap((of, line) => {
      const points = of.map((height, i) => `${px(x(i + 1))},${px(height)}`).join(' ');
      return markup`<polyline class="line" points="${points}"/>${of.map((height, i) => markup`<circle class="calibrated" cx="${px(x(i + 1))}" cy="${px(height)}" r="3"/>`)}<text x="${px(x(of.length)) + 12}" y="${px(labels[line] ?? low) + 4}">${lines[line]?.id}</text>`;
    }),
  ];
}

/** Heights of labels that do not overlap, near some heights. */
function spreadLabels(heights: readonly number[]): number[] {
  const labels = [...heights];
  let below = Number.POSITIVE_INFINITY;
  const fromBelow = heights.map((height, i) => ({ height, i })).sort((a, b) => b.height - a.height);
  for (const { height, i } of fromBelow) {
    below = Math.min(height, below - 14);
    labels[i] = below;
  }
  return labels;
}

/** The highest rate of episodes that is still possible after a history without any. */
function historyPanel(budget: number): Markup[] {
  const [top, bottom] = [50, 230];
  const upper = scaleLinear().domain([0, 2]).range([bottom, top]).clamp(true);
  const history = scaleLinear().domain([2, 16]).range([500, 830]);
  const bounds = Array.from({ length: 57 }, (_, i) => 2 + i / 4).map(
    (length) => `${px(history(length))},${px(upper(rateInterval(0, length).high))}`,
  );
  return [
    markup`<text x="460" y="18" class="t">No alarm in the history: episodes a week still possible</text>`,
    ...[0.5, 1, 1.5, 2].map(
      (rate) =>
        markup`<line class="${rate === budget ? 'aim' : 'g'}" x1="500" x2="830" y1="${px(upper(rate))}" y2="${px(upper(rate))}"/><text x="494" y="${px(upper(rate)) + 4}" class="s r">${rate}</text>`,
    ),
    ...[2, 4, 8, 12, 16].map(
      (length) => markup`<text x="${px(history(length))}" y="${bottom + 16}" class="s m">${length}</text>`,
    ),
    markup`<text x="665" y="${bottom + 34}" class="s m">weeks of history</text>`,
    markup`<polyline class="line" points="${bounds.join(' ')}"/>`,
  ];
}
