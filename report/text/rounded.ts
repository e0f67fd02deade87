/** A coordinate for a picture: hundredths of a pixel are enough. */
export function rounded(coordinate: number): number {
  return Math.round(coordinate * 100) / 100;
}
