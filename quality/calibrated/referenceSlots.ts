import type { FeatureCounts, ReferenceKind } from '../../contract/calibration';
import { addCounts } from './featureCounts';

/** The slot of a reference that a window belongs to, by the hour of the week at which it begins: 0..167, from Sunday. */
export function slotOf(kind: ReferenceKind, hourOfWeek: number): string {
  if (kind === 'hourOfDay') return String(hourOfWeek % 24);
  return kind === 'hourOfWeek' ? String(hourOfWeek) : 'all';
}

/** How a sentence names what a window is compared with. */
export const referenceNames = {
  flat: 'all past windows',
  recent: 'the last four weeks before the calibration',
  hourOfDay: 'past windows of the same hour of day',
  hourOfWeek: 'past windows of the same hour of the week',
} as const satisfies Record<ReferenceKind, string>;

/** The counts that a window is compared with: those of its slot, or of all slots for one that has no past windows. */
export function referenceCounts(
  slots: Readonly<Record<string, FeatureCounts>>,
  slot: string,
): FeatureCounts | undefined {
  return Object.hasOwn(slots, slot) ? slots[slot] : sumCounts(Object.values(slots));
}

/** The sum of counts; undefined if there are none. */
export function sumCounts(counts: readonly FeatureCounts[]): FeatureCounts | undefined {
  const [first, ...others] = counts;
  return first && others.reduce((sum, more) => addCounts(sum, more), first);
}
