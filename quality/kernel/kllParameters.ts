const sketchSize = 2048;
const shrinkingFactor = 0.64;

/** Of Model Monitor's container, which is deequ's sketch. */
export const kllParameters = { c: shrinkingFactor, k: sketchSize } as const;

/** Items that a level of the sketch may hold, counted from the lowest (0). */
export function capacityOf(level: number): number {
  return 2 * (Math.ceil((sketchSize * shrinkingFactor ** level) / 2) + 1);
}
