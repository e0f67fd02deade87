import type { SimulationTask } from './simulationTask';

/** Which seeds have been played, where tasks of consecutive seeds end in any order. */
export class SeedProgress {
  /** Number of schedules that were played. */
  played = 0;
  private readonly ended = new Map<number, number>();

  /** `next` is the first seed that has not been played: a simulation that resumes there skips none. */
  constructor(public next: number) {}

  end({ from, count }: SimulationTask): void {
    this.played += count;
    this.ended.set(from, count);
    for (let next = this.ended.get(this.next); next !== undefined; next = this.ended.get(this.next)) {
      this.ended.delete(this.next);
      this.next += next;
    }
  }
}
