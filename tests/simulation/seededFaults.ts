import { alertFaults } from './alertFaults';
import { analyzerFaults } from './analyzerFaults';
import { incidentFaults } from './incidentFaults';
import type { SourceChange } from './simulatedFunctions';

/** Faults of the code that keeps windows and messages from being lost or doubled. The random schedules must find each. */
export const seededFaults: Readonly<Record<string, readonly SourceChange[]>> = {
  ...analyzerFaults,
  ...incidentFaults,
  ...alertFaults,
};
