/** Time and memory of one run. */
export interface Measurement {
  /** Wall-clock time. */
  readonly seconds: number;
  /** Processor time of all threads; less affected by other load on the machine. */
  readonly cpuSeconds: number;
  /** Peak resident memory of the process; of a preview, of the process that runs the program. */
  readonly megabytes: number;
  /** Peak resident memory of the engine beside it. */
  readonly engineMegabytes?: number;
  /** Resources that were previewed or planned. */
  readonly resources?: number;
  /** Objects that a function read of its store, and what it wrote and listed there: S3's two prices. */
  readonly storeReads?: number;
  readonly storeWrites?: number;
}

/** Targets of a figure. */
export interface Aim {
  /** Maximum ratio to the figure of each id. */
  readonly atMostTimes?: Readonly<Record<string, number>>;
  /** Maximum number of seconds above the figure of each id. */
  readonly atMostMore?: Readonly<Record<string, number>>;
  readonly atMostSeconds?: number;
  readonly atMostMegabytes?: number;
}

/** One row of a benchmark's table. */
export interface Figure extends Measurement {
  readonly id: string;
  readonly what: string;
  readonly aim: Aim;
}

/** Returns the run with the median wall-clock time. */
export function median(runs: readonly Measurement[]): Measurement {
  const sorted = [...runs].sort((a, b) => a.seconds - b.seconds);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (!middle) throw new Error('no runs to take the median of');
  return middle;
}

/** Formats figures as a Markdown table. */
export function figureTable(figures: readonly Figure[]): string {
  const ofResources = figures.some(({ resources }) => resources !== undefined);
  const rows = [
    [
      'id',
      'what',
      's',
      'CPU s',
      'MB',
      ...(ofResources ? ['MB engine', 'resources', 'ms each'] : []),
      'against its aims',
    ],
    ...figures.map((figure) => [
      figure.id,
      figure.what,
      secondsText(figure.seconds),
      secondsText(figure.cpuSeconds),
      figure.megabytes.toFixed(0),
      ...(ofResources ? resourceCells(figure) : []),
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

function resourceCells({ engineMegabytes, resources = 0, seconds }: Figure): string[] {
  const milliseconds = resources === 0 ? '' : ((seconds / resources) * 1e3).toFixed(1);
  return [engineMegabytes?.toFixed(0) ?? '', String(resources), milliseconds];
}

function secondsText(seconds: number): string {
  return seconds.toFixed(seconds < 0.1 ? 3 : 2);
}

interface Verdict {
  /** Such as `1.31 x load (aim: at most 1.5)`. */
  readonly text: string;
  readonly met: boolean;
}

function verdicts(figure: Figure, figures: readonly Figure[]): Verdict[] {
  const { atMostTimes, atMostMore, atMostSeconds, atMostMegabytes } = figure.aim;
  const compare = (limits: Readonly<Record<string, number>> | undefined, verdict: typeof ratioVerdict) =>
    Object.entries(limits ?? {}).flatMap(([id, limit]) => {
      const other = figures.find((candidate) => candidate.id === id);
      return other ? [verdict(figure, other, limit)] : [];
    });
  return [
    ...compare(atMostTimes, ratioVerdict),
    ...compare(atMostMore, differenceVerdict),
    ...(atMostSeconds === undefined
      ? []
      : [{ text: `aim: at most ${atMostSeconds} s`, met: figure.seconds <= atMostSeconds }]),
    ...(atMostMegabytes === undefined
      ? []
      : [{ text: `aim: at most ${atMostMegabytes} MB`, met: figure.megabytes <= atMostMegabytes }]),
  ];
}

function ratioVerdict(figure: Figure, other: Figure, limit: number): Verdict {
  const ratio = figure.seconds / other.seconds;
  const cpuRatio = figure.cpuSeconds / other.cpuSeconds;
  const text = `${short(ratio)} x ${other.id} (by CPU ${short(cpuRatio)}; aim: at most ${short(limit)})`;
  return { text, met: ratio <= limit };
}

function differenceVerdict(figure: Figure, other: Figure, limit: number): Verdict {
  const difference = figure.seconds - other.seconds;
  const cpuDifference = figure.cpuSeconds - other.cpuSeconds;
  const text = `${short(difference)} s more than ${other.id} (by CPU ${short(cpuDifference)} s; aim: at most ${short(limit)} s)`;
  return { text, met: difference <= limit };
}

const short = (value: number) => String(Number(value.toPrecision(3)));
