import { listedNumbers } from '../../contract/calibration';
import type { NumericBins } from './featureBins';

/** Tells whether a baseline knows a number. */
export class KnownNumbers {
  private readonly listed: ReadonlySet<number> | undefined;
  private readonly low: number;
  private readonly high: number;
  private readonly least: number;
  private readonly greatest: number;

  constructor(known: NumericBins['known']) {
    const listed = listedNumbers(known);
    this.listed = listed && new Set(listed);
    const nowhere = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
    ({ low: this.low, high: this.high } = 'low' in known ? known : nowhere);
    this.least = listed?.[0] ?? this.high;
    this.greatest = listed?.at(-1) ?? this.low;
  }

  has(value: number): boolean {
    if (this.listed?.has(value)) return true;
    const isInRange = value >= this.low && value <= this.high;
    return isInRange && (this.listed === undefined || value < this.least || value > this.greatest);
  }
}
