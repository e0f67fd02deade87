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

/** What each aim of a figure asks for and what was found, such as `1.31 x load (aim: at most 1.5)`. */
export function verdicts(figure: Figure, all: readonly Figure[]): { readonly text: string; readonly met: boolean }[] {
  const { atMostTimes = {}, atMostSeconds, atMostMegabytes } = figure.aim;
  return [
    ...Object.entries(atMostTimes).flatMap(([id, times]) => {
      const other = all.find((candidate) => candidate.id === id);
      return other ? [ratioVerdict(figure, other, times)] : [];
    }),
    ...(atMostSeconds === undefined
      ? []
      : [{ text: `aim: at most ${atMostSeconds} s`, met: figure.seconds <= atMostSeconds }]),
    ...(atMostMegabytes === undefined
      ? []
      : [{ text: `aim: at most ${atMostMegabytes} MB`, met: figure.megabytes <= atMostMegabytes }]),
  ];
}

function ratioVerdict(figure: Figure, other: Figure, times: number) {
  const ratio = figure.seconds / other.seconds;
  const cpu = figure.cpuSeconds / other.cpuSeconds;
  const text = `${short(ratio)} x ${other.id} (by CPU ${short(cpu)}; aim: at most ${short(times)})`;
  return { text, met: ratio <= times };
}

const short = (value: number) => String(Number(value.toPrecision(3)));
