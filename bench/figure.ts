/** What one run of one thing took. */
export interface Measurement {
  /** On the clock. */
  readonly seconds: number;
  /** Of all threads: says more than the clock where the machine is shared. */
  readonly cpuSeconds: number;
  /** Peak resident memory of the process. */
  readonly megabytes: number;
}

/** What is hoped for. */
export interface Aim {
  /** At most so many times what the figure of each id took. */
  readonly atMostTimes?: Readonly<Record<string, number>>;
  /** At most so many seconds more than the figure of each id took. */
  readonly atMostMore?: Readonly<Record<string, number>>;
  readonly atMostSeconds?: number;
  readonly atMostMegabytes?: number;
}

/** One line of a benchmark's table. */
export interface Figure extends Measurement {
  readonly id: string;
  readonly what: string;
  readonly aim: Aim;
}

/** The middle one by the clock. */
export function median(runs: readonly Measurement[]): Measurement {
  const sorted = [...runs].sort((a, b) => a.seconds - b.seconds);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (!middle) throw new Error('a benchmark ran no time');
  return middle;
}

interface Verdict {
  readonly text: string;
  readonly met: boolean;
}

/** What each aim of a figure asks for and what was found, such as `1.31 x load (aim: at most 1.5)`. */
export function verdicts(figure: Figure, all: readonly Figure[]): Verdict[] {
  const { atMostTimes = {}, atMostMore = {}, atMostSeconds, atMostMegabytes } = figure.aim;
  const beside = (limits: Aim['atMostTimes'] & {}, judge: typeof ratioVerdict) =>
    Object.entries(limits).flatMap(([id, limit]) => {
      const other = all.find((candidate) => candidate.id === id);
      return other ? [judge(figure, other, limit)] : [];
    });
  return [
    ...beside(atMostTimes, ratioVerdict),
    ...beside(atMostMore, differenceVerdict),
    ...(atMostSeconds === undefined
      ? []
      : [{ text: `aim: at most ${atMostSeconds} s`, met: figure.seconds <= atMostSeconds }]),
    ...(atMostMegabytes === undefined
      ? []
      : [{ text: `aim: at most ${atMostMegabytes} MB`, met: figure.megabytes <= atMostMegabytes }]),
  ];
}

function ratioVerdict(figure: Figure, other: Figure, times: number): Verdict {
  const ratio = figure.seconds / other.seconds;
  const cpu = figure.cpuSeconds / other.cpuSeconds;
  const text = `${short(ratio)} x ${other.id} (by CPU ${short(cpu)}; aim: at most ${short(times)})`;
  return { text, met: ratio <= times };
}

function differenceVerdict(figure: Figure, other: Figure, limit: number): Verdict {
  const more = figure.seconds - other.seconds;
  const cpu = figure.cpuSeconds - other.cpuSeconds;
  const text = `${short(more)} s more than ${other.id} (by CPU ${short(cpu)} s; aim: at most ${short(limit)} s)`;
  return { text, met: more <= limit };
}

const short = (value: number) => String(Number(value.toPrecision(3)));
