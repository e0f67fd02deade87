import { andMore } from '../../contract/andMore';
import type { LinkResult } from '../model/rehearsalReport';
import type { Observations } from '../play/observations';
import type { Subject } from '../scenario/subject';

/** One link of the chain: what must be seen for it to hold. */
export interface Link {
  readonly id: string;
  readonly title: string;
  readonly expected: string;
  /** Undefined when this rehearsal does not show the link. */
  judge(seen: Observations, subject: Subject): { readonly held: boolean; readonly observed: string } | undefined;
}

export function judgeLinks(links: readonly Link[], seen: Observations, subject: Subject): LinkResult[] {
  return links.flatMap(({ id, title, expected, judge }) => {
    const verdict = judge(seen, subject);
    return verdict ? [{ id, title, expected, ...verdict }] : [];
  });
}

/** `a, b and 3 more`: names for a person. */
export function listed(names: readonly string[], most = 4): string {
  const unique = [...new Set(names)];
  return unique.length === 0 ? 'none' : andMore(unique, most);
}
