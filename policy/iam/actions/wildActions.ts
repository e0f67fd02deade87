import { type ActionFacts, actionsOfService } from './actionFacts';
import { expandAction, isGlob } from './actionPattern';

/** `*`, `service:*`, and other spellings of the same, such as `s3:**`. */
export function isPlainlyWild(action: string): boolean {
  const [service = '', ...name] = action.split(':');
  return isWildText(service) || (name.length > 0 && isWildText(name.join(':')));
}

/**
 * Whether an action of a policy grants what nobody listed: every action of a service in whatever spelling, a glob in the
 * service itself, or more than half of a service's actions with at least one that changes something (`s3:*t*`).
 * `s3:Get*` is a list, told by its beginning, also where a service has nothing else.
 */
export function isWildAction(action: string): boolean {
  if (!isGlob(action)) return false;
  const [service = '', name] = action.split(':');
  if (name === undefined || isGlob(service) || isPlainlyWild(action)) return true;
  const found = expandAction(action).length;
  const all = actionsOfService(service)?.size ?? 0;
  return found > all / 2 && expandAction(action).some(changesSomething);
}

function changesSomething({ levels }: ActionFacts): boolean {
  return levels.some((level) => level !== 'Read' && level !== 'List');
}

/** Only `*` and `?`, at least one of them `*`: matches whatever it stands for. */
export function isWildText(pattern: string): boolean {
  return pattern.includes('*') && /^[*?]+$/.test(pattern);
}
