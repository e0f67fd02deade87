import { andMore } from '../../contract/andMore';
import type { FeatureDifference } from '../../quality/baseline/diffBaselines';
import { formatPercent } from '../text/formats';

/** Number of categories shown; the table of constraints has all. */
const shownCategories = 5;

/** `before → after`, or the one value of both. */
function arrow(before: string | undefined, after: string | undefined): string {
  return before === after ? (after ?? '–') : `${before ?? '–'} → ${after ?? '–'}`;
}

/** Status of a feature; for a moved one its old and new position, counted from 1. */
export function statusText({ status, position: { before, after } }: FeatureDifference): string {
  if (status !== 'changed' || before === undefined || after === undefined || before === after) return status;
  return `moved, position ${before + 1} → ${after + 1}`;
}

export function typeCell({ type }: FeatureDifference): string {
  return arrow(type.before, type.after);
}

export function completenessCell({ completeness: { before, after } }: FeatureDifference): string {
  const text = (share: number | undefined) => (share === undefined ? undefined : formatPercent(share));
  return arrow(text(before), text(after));
}

/** `+DE +FR -GB`, the first few; empty if no category was added or removed. */
export function domainCell({ domain }: FeatureDifference): string {
  if (!domain) return '';
  const marks = [...domain.added.map((value) => `+${value}`), ...domain.removed.map((value) => `−${value}`)];
  return andMore(marks, shownCategories, ' ');
}
