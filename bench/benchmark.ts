import type { Figure } from './figure';

/** Names of the benchmarks, in the order in which they run. */
export const benchmarkNames = ['quality', 'analyzer', 'policy', 'stack', 'audit', 'alarms', 'incidents'] as const;

export type BenchmarkName = (typeof benchmarkNames)[number];

export interface BenchmarkOptions {
  /** Rows of the generated data. */
  readonly rows: number;
  /** Runs of each subject; the median counts. */
  readonly repeat: number;
  /** Whether to run with ten times as many rows too. */
  readonly tenfold: boolean;
  /** Folder for generated data, kept between runs. */
  readonly cache: string;
  /** Shows progress. */
  readonly report: (text: string) => void;
  /** Writes `details` as measured so far, which a benchmark that was stopped leaves behind. */
  readonly save: () => void;
}

/** One benchmark of `npm run bench`; `npm run bench -- <name>` selects it. */
export interface Benchmark {
  readonly name: BenchmarkName;
  readonly title: string;
  run(options: BenchmarkOptions): Promise<Figure[]>;
  /** What follows from the figures, as Markdown below their table. */
  describe?(figures: readonly Figure[]): string;
  /** What was measured besides time and memory, written as JSON beside the figures. */
  details?(): unknown;
}
