import type { ReadingPlan } from '../record/readingPlan';

/** The columns of a row. */
export interface RowShape {
  readonly width: number;
  /** How many of them are the output's; undefined if the columns of the sides are not known. */
  readonly outputWidth: number | undefined;
}

/** The number of rows of a shape. */
export interface ShapeRows {
  readonly shape: RowShape;
  readonly rows: number;
}

/** The shape of rows that a plan expects. */
export function expectedShape({ output }: ReadingPlan, width: number): RowShape {
  return { width, outputWidth: output.width };
}

export function isSameShape(a: RowShape, b: RowShape): boolean {
  return a.width === b.width && a.outputWidth === b.outputWidth;
}

/**
 * The most frequent shape; of equally frequent ones the one with the fewest columns that is not expected: a window is not
 * clean if half of it has another shape.
 */
export function usualShape(all: readonly ShapeRows[], expected: RowShape): RowShape | undefined {
  let best: ShapeRows | undefined;
  for (const candidate of all) {
    if (!best || candidate.rows > best.rows || (candidate.rows === best.rows && isPreferred(candidate, best, expected)))
      best = candidate;
  }
  return best?.shape;
}

function isPreferred({ shape }: ShapeRows, best: ShapeRows, expected: RowShape): boolean {
  if (isSameShape(best.shape, expected)) return true;
  return !isSameShape(shape, expected) && shape.width < best.shape.width;
}

/** Why a row of another shape than the chosen one is rejected, as one clause; `whose` names the rows of the chosen shape. */
export function shapeReason(shape: RowShape, chosen: RowShape, whose: string): string {
  const { outputWidth } = shape;
  if (outputWidth === chosen.outputWidth || outputWidth === undefined || chosen.outputWidth === undefined)
    return shape.width === outputWidth
      ? "the record has no request ('endpointInput')"
      : `the row has ${columnCount(shape.width)}; ${whose} ${chosen.width}`;
  if (outputWidth === 0) return "the record has no answer ('endpointOutput')";
  return `the answer has ${columnCount(outputWidth)}; ${whose} ${chosen.outputWidth}`;
}

export const columnCount = (count: number) => (count === 1 ? '1 column' : `${count} columns`);
