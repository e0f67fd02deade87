import { seededFaults } from './seededFaults';
import { loadFunctions } from './simulatedFunctions';
import { simulationProblems } from './simulationProblems';

/** Schedules of consecutive seeds for one worker. */
export interface SimulationTask {
  readonly from: number;
  readonly count: number;
  /** Name of a seeded fault: the task ends with the first schedule that finds it. */
  readonly fault?: string;
  /** Compute the arithmetic of each schedule instead of looking it up. */
  readonly computesEverything?: boolean;
}

/** A schedule that breaks an invariant. */
export interface FailedSchedule {
  readonly seed: number;
  readonly problems: readonly string[];
}

/** Plays the schedules of a task. Returns those that break an invariant. */
export async function playTask({ from, count, fault, computesEverything }: SimulationTask): Promise<FailedSchedule[]> {
  const changes = fault === undefined ? [] : seededFaults[fault];
  if (!changes) throw new Error(`unknown fault '${fault}'; known are ${Object.keys(seededFaults).join(', ')}`);
  const functions = loadFunctions(changes, computesEverything);
  const failed: FailedSchedule[] = [];
  for (let seed = from; seed < from + count; seed += 1) {
    const problems = await simulationProblems(seed, functions);
    if (problems.length > 0) failed.push({ seed, problems });
    if (problems.length > 0 && fault !== undefined) break;
  }
  return failed;
}
