import type { Figure } from './figure';

/** The benchmarks there are, in the order in which they run. */
export const benchmarkNames = ['quality', 'policy'] as const;

export type BenchmarkName = (typeof benchmarkNames)[number];

/** What a benchmark is told. */
export interface BenchmarkOptions {
  /** Rows of the generated data. */
  readonly rows: number;
  /** Runs of each thing, of which the median counts. */
  readonly repeat: number;
  /** Also ten times as many rows. */
  readonly tenfold: boolean;
  /** Folder for generated data, kept between runs. */
  readonly cache: string;
  /** Says what is being done. */
  readonly say: (text: string) => void;
}

/** One subject of `npm run bench`; `npm run bench -- <name>` chooses it. */
export interface Benchmark {
  readonly name: BenchmarkName;
  readonly title: string;
  run(options: BenchmarkOptions): Promise<Figure[]>;
}
