import type { ReferenceKind } from '../../contract/calibration';

/** The slot of a reference that a window belongs to, by the hour of the week at which it begins: 0..167, from Sunday. */
export function slotOf(kind: Exclude<ReferenceKind, 'rolling'>, hourOfWeek: number): string {
  if (kind === 'hourOfDay') return String(hourOfWeek % 24);
  return kind === 'hourOfWeek' ? String(hourOfWeek) : 'all';
}

/** How a sentence names what a window is compared with. */
export const referenceNames = {
  flat: 'all past windows',
  rolling: 'the four weeks before',
  hourOfDay: 'past windows of the same hour of day',
  hourOfWeek: 'past windows of the same hour of the week',
} as const satisfies Record<ReferenceKind, string>;
