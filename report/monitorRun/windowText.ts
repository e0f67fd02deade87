import { instantText } from '../text/instantText';
import type { RunWindow } from './runReport';

/** Which hours a run read, in words; all in UTC. */
export function windowText({ from, to, firstHour, lastHour }: RunWindow): string {
  if (from !== undefined && to !== undefined) return `${instantText(from)} to ${instantText(to)} UTC`;
  const found = foundText(firstHour, lastHour);
  if (from !== undefined) return `from ${instantText(from)} UTC on${found}`;
  if (to !== undefined) return `before ${instantText(to)} UTC${found}`;
  return `all that was given${found}`;
}

function foundText(firstHour: string | undefined, lastHour: string | undefined): string {
  if (firstHour === undefined || lastHour === undefined) return '';
  const [first, last] = [instantText(firstHour), instantText(lastHour)];
  return first === last ? `: the hour of ${first} UTC` : `: hours from ${first} to ${last} UTC`;
}
