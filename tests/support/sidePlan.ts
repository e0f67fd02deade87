import type { Column } from '../../contract/captureSchema';
import { type ReadingPlan, readingPlanOf } from '../../quality/record/readingPlan';

/** How captures with these columns are read; all are of type String unless another one is given. */
export function planOfSides(
  output: readonly string[],
  input: readonly string[],
  type: Column['type'] = 'String',
): ReadingPlan {
  const columns = (names: readonly string[]) => names.map((name): Column => ({ name, type }));
  return readingPlanOf({ output: columns(output), input: columns(input) });
}
