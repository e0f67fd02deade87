import { andMore } from '../../contract/andMore';
import type { LinkResult } from '../model/rehearsalReport';
import type { Observations } from '../play/observations';
import type { Subject } from '../scenario/subject';

/** A link of the chain: what must be observed for it to hold. */
export interface Link {
  readonly id: string;
  readonly title: string;
  readonly expected: string;
  /** Undefined when this rehearsal does not exercise the link. */
  judge(
    observations: Observations,
    subject: Subject,
  ): { readonly held: boolean; readonly observed: string } | undefined;
}

export function judgeLinks(links: readonly Link[], observations: Observations, subject: Subject): LinkResult[] {
  return links.flatMap(({ id, title, expected, judge }) => {
    const verdict = judge(observations, subject);
    return verdict ? [{ id, title, expected, ...verdict }] : [];
  });
}

/** Distinct names as `a, b and 3 more`, or `none`. */
export function listNames(names: readonly string[], limit = 4): string {
  const distinct = [...new Set(names)];
  return distinct.length === 0 ? 'none' : andMore(distinct, limit);
}
