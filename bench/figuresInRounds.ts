import type { BenchmarkOptions } from './benchmark';
import { type Aim, type Figure, type Measurement, median } from './figure';

/** One thing that a benchmark measures, in a process of its own. */
export interface Subject {
  readonly id: string;
  readonly what: string;
  readonly aim: Aim;
  readonly measure: () => Measurement;
}

/** Measures round by round: what else the machine does then slows all of them alike. */
export function figuresInRounds(subjects: readonly Subject[], { repeat, say }: BenchmarkOptions): Figure[] {
  const runs = new Map<Subject, Measurement[]>(subjects.map((subject) => [subject, []]));
  for (let round = 1; round <= repeat; round++) {
    for (const [{ id, measure }, measured] of runs) {
      say(`${id}, ${round} of ${repeat}`);
      measured.push(measure());
    }
  }
  return [...runs].map(([{ id, what, aim }, measured]) => ({ id, what, aim, ...median(measured) }));
}
