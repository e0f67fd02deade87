import type { Figure } from './figure';

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
  readonly name: string;
  readonly title: string;
  run(options: BenchmarkOptions): Promise<Figure[]>;
}
