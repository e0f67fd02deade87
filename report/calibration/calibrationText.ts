import type { Calibration } from '../../contract/calibration';
import type { Sides } from '../../quality/calibrated/diffCalibrations';
import { formatCount } from '../text/formats';

/** When a calibration raises an alarm, in a clause. */
export function ruleText({
  limits,
  persistence: { unusual, of },
}: Pick<Calibration, 'limits' | 'persistence'>): string {
  const single = `a score of at least ${limits.extreme.toFixed(2)} in one window`;
  return of === 1
    ? single
    : `${single}, or of at least ${limits.unusual.toFixed(2)} in ${unusual} of ${formatCount(of, 'judged window')}`;
}

/** `0.12 a week (95 % interval 0.02 to 0.41)` */
export function expectedText({ episodesPerWeek, low, high }: Calibration['expected']): string {
  return `${episodesPerWeek.toFixed(2)} a week (95 % interval ${low.toFixed(2)} to ${high.toFixed(2)})`;
}

export const percentText = (share: number) => `${Math.round(share * 100)} %`;

/** `a`, or `a -> b` where the sides differ; `-` is a side without a value. */
export function sidesText<T>({ before, after }: Sides<T>, textOf: (value: T) => string): string {
  const [old, current] = [before, after].map((value) => (value === undefined ? '-' : textOf(value)));
  return old === current ? (current ?? '-') : `${old} -> ${current}`;
}
