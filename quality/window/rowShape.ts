import { textKind } from '../profile/valueKinds';
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

/** The first row of a shape. */
export interface PlacedRow {
  readonly file: string;
  readonly line: number;
  /** The beginning of its values, separated by commas. */
  readonly text: string;
}

/**
 * Why a row of another shape than the chosen one is rejected, as one clause; `whose` names the rows of the chosen shape, `text` is
 * the beginning of the row.
 */
export function shapeReason(shape: RowShape, chosen: RowShape, whose: string, text?: string): string {
  const { outputWidth } = shape;
  const row = text === undefined ? '' : ` (row: ${text})`;
  if (outputWidth === chosen.outputWidth || outputWidth === undefined || chosen.outputWidth === undefined)
    return shape.width === outputWidth
      ? "the record has no request ('endpointInput')"
      : `the row has ${columnCount(shape.width)}; ${whose} ${chosen.width}${row}`;
  if (outputWidth === 0) return "the record has no answer ('endpointOutput')";
  return `the answer has ${columnCount(outputWidth)}; ${whose} ${chosen.outputWidth}${row}`;
}

/** How separators are named that a CSV may have instead of commas. */
const otherSeparators: Readonly<Record<string, string>> = { ';': "';'", '\t': 'tabs', '|': "'|'" };

/** Why most rows of a window have another shape than the expected one, in one sentence with the first of them. */
export function shapeCause(shape: RowShape, expected: RowShape, { file, line, text }: PlacedRow): string {
  const isKnown = shape.outputWidth !== undefined && expected.outputWidth !== undefined;
  if (isKnown && shape.outputWidth === 0 && expected.outputWidth !== 0) {
    return `Most records have no answer ('endpointOutput'), first ${file}:${line}; capture it too, or use a schema with output: [].`;
  }
  if (isKnown && shape.width === shape.outputWidth) {
    return `Most records have no request ('endpointInput'), first ${file}:${line}; capture it too.`;
  }
  const first = `The first such row is '${text}' (${file}:${line})`;
  const separator = Object.keys(otherSeparators).find((character) => text.includes(character));
  if (separator !== undefined) {
    return `${first}; its values seem to be separated by ${otherSeparators[separator]}: send CSV with commas and decimal points, or JSON.`;
  }
  const { noun, remedy } =
    text
      .split(',')
      .map(textKind)
      .find((kind) => kind?.mayBeText) ?? {};
  return noun === undefined ? `${first}.` : `${first}; a value is ${noun}: ${remedy}.`;
}

export const columnCount = (count: number) => (count === 1 ? '1 column' : `${count} columns`);
