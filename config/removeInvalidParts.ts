import { isPlainObject } from '../contract/isPlainObject';
import type { Problem } from '../contract/problem';

/** A copy without the parts that have problems. One invalid entry removes its whole list. */
export function removeInvalidParts(
  document: Readonly<Record<string, unknown>>,
  problems: readonly Problem[],
): Record<string, unknown> {
  const copy: Record<string, unknown> = structuredClone(document);
  for (const { path } of problems) {
    let holder: Record<string, unknown> = copy;
    for (const [depth, part] of path.entries()) {
      const next = holder[String(part)];
      if (!isPlainObject(next) || depth === path.length - 1) {
        delete holder[String(part)];
        break;
      }
      holder = next;
    }
  }
  return copy;
}
