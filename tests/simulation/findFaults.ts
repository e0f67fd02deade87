import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { playInWorkers } from './playInWorkers';
import { seededFaults } from './seededFaults';
import type { SimulationTask } from './simulationTask';

/** Schedules in which each seeded fault must be found. */
const searchedSchedules = 6_000;

/** Path of the seeds that found each seeded fault when they were searched last; `npm run simulate -- --faults` writes it. */
export const faultSeedsPath = resolve(__dirname, 'faultSeeds.json');

export function readFaultSeeds(): Readonly<Record<string, number>> {
  return JSON.parse(readFileSync(faultSeedsPath, 'utf8'));
}

/** Seeds that find the seeded faults, by fault, and the faults that their recorded seeds do not find. */
export interface FoundFaults {
  readonly seeds: Readonly<Record<string, number>>;
  readonly stale: readonly string[];
}

/** Plays each seeded fault with the seed that found it before, then searches the first seed that finds each of the others. */
export async function findFaults(recorded: Readonly<Record<string, number>>): Promise<FoundFaults> {
  const faults = Object.keys(seededFaults);
  const seeds = new Map<string, number>();
  const play = (tasks: readonly SimulationTask[]) =>
    playInWorkers(tasks, ({ fault = '' }, [failed]) => {
      if (failed) seeds.set(fault, failed.seed);
    });
  const known = faults.flatMap((fault) => {
    const from = recorded[fault];
    return from === undefined ? [] : [{ from, count: 1, fault }];
  });
  await play(known);
  const stale = faults.filter((fault) => !seeds.has(fault));
  await play(stale.map((fault) => ({ from: 1, count: searchedSchedules, fault })));
  return { seeds: Object.fromEntries(faults.flatMap((fault) => seedOf(fault, seeds))), stale };
}

function seedOf(fault: string, seeds: ReadonlyMap<string, number>): [string, number][] {
  const seed = seeds.get(fault);
  return seed === undefined ? [] : [[fault, seed]];
}
