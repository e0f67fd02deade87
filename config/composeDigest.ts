import { digestDefaults } from '../contract/digestSettings';
import type { RawSettings } from './settingsSchema';

/** The digests of a stack, with their readers: those of the whole stack first. */
export function composeDigest({ digest: { owners = {}, ...settings } }: RawSettings, ofStack: readonly string[]) {
  const audiences = [
    ...(ofStack.length === 0 ? [] : [{ to: [...ofStack] }]),
    ...Object.entries(owners).map(([owner, to]) => ({ owner, to })),
  ];
  return { ...digestDefaults, ...settings, audiences };
}
