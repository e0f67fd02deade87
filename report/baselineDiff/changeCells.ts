import { andMore } from '../../contract/andMore';
import type { FeatureDifference } from '../../quality/baseline/diffBaselines';
import { formatPercent } from '../text/formats';

/** Categories that a cell lists; the table of constraints has all. */
const shownCategories = 5;

/** `before → after`, or the one value of both. */
function formatMove(before: string | undefined, after: string | undefined): string {
  return before === after ? (after ?? '–') : `${before ?? '–'} → ${after ?? '–'}`;
}

/** The status of a feature; a moved feature has its old and new position, counted from 1. */
export function statusText({ status, position: { before, after } }: FeatureDifference): string {
  if (status !== 'changed' || before === undefined || after === undefined || before === after) return status;
  return `moved, position ${before + 1} → ${after + 1}`;
}

export function typeCell({ type }: FeatureDifference): string {
  return formatMove(type.before, type.after);
}

export function completenessCell({ completeness: { before, after } }: FeatureDifference): string {
  const format = (share: number | undefined) => (share === undefined ? undefined : formatPercent(share));
  return formatMove(format(before), format(after));
}

/** `+DE +FR −GB`, the first few; empty when no category was added or removed. */
export function domainCell({ domain }: FeatureDifference): string {
  if (!domain) return '';
  const marks = [...domain.added.map((value) => `+${value}`), ...domain.removed.map((value) => `−${value}`)];
  return andMore(marks, shownCategories, ' ');
}
