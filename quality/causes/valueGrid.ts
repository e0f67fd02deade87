import type { Numbers } from './distributions';

/** Values that a grid must hold, as a share of the rows. */
const minimumShare = 0.98;
const steps = [1, 0.1, 0.01, 0.001, 0.0001];
/** Rows of a window in which some values are converted, as a share. */
const minimumConverted = 0.1;
/** A tolerance of more than this part of a step fits too many values. */
const maximumTolerance = 0.1;

/** The step of a decimal grid that has almost all values, such as 1 for whole numbers; undefined if there is none. */
function stepOf(numbers: Numbers): number | undefined {
  return steps.find((step) => shareOnGrid(numbers, step, step * 1e-6) >= minimumShare);
}

const isOnGrid = (value: number, step: number, tolerance: number) =>
  Math.abs(value - Math.round(value / step) * step) <= tolerance + Math.abs(value) * 1e-9;

function shareOnGrid(numbers: Numbers, step: number, tolerance: number): number {
  let [all, inside] = [0, 0];
  for (const [value, weight] of numbers) {
    all += weight;
    if (isOnGrid(value, step, tolerance)) inside += weight;
  }
  return inside / all;
}

/**
 * Whether values can be converted ones: their originals are on the baseline's grid, such as whole numbers. `unclear` if
 * any values of this precision would be, as after rounding.
 */
export function isOnGridOf(
  before: Numbers,
  after: Numbers,
  { factor, offset }: { readonly factor: number; readonly offset: number },
): 'yes' | 'no' | 'unclear' {
  const step = stepOf(before);
  if (step === undefined) return 'unclear';
  const rounded = stepOf(after) ?? 0;
  const tolerance = rounded / 2 / Math.abs(factor) + step * 1e-6;
  if (tolerance > maximumTolerance * step) return 'unclear';
  const original = (value: number) => (value - offset) / factor;
  // A conversion of whole numbers to whole numbers, such as a changed sign, says nothing.
  const candidates = Array.from({ length: 101 }, (_, i) => i * (rounded || Math.E * step));
  if (candidates.filter((value) => isOnGrid(original(value), step, tolerance)).length > 50) return 'unclear';
  let [all, possible, converted, onlyConverted] = [0, 0, 0, 0];
  for (const [value, weight] of after) {
    all += weight;
    const isConverted = isOnGrid(original(value), step, tolerance);
    const isOriginal = isOnGrid(value, step, step * 1e-6);
    if (isConverted) converted += weight;
    if (isConverted && !isOriginal) onlyConverted += weight;
    if (isConverted || isOriginal) possible += weight;
  }
  const isFound = converted >= minimumShare * all || onlyConverted >= minimumConverted * all;
  return possible >= minimumShare * all && isFound ? 'yes' : 'no';
}
