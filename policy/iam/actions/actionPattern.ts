import { memoize } from '../../pack/memoize';
import { globMatcher, globMatches } from '../../pack/text/glob';
import { type ActionFacts, actionsOfService, serviceNames } from './actionFacts';

/** Longer than any action. */
const longestPattern = 256;

export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}

/** Whether an action pattern of a policy, such as `s3:Get*` or `*`, matches an action; case-insensitive, as in IAM. */
export function actionMatches(pattern: string, action: string): boolean {
  const form = normalForm(pattern);
  return form !== undefined && globMatches(form, action.toLowerCase());
}

/** Returns a function that tests action names, in lower case, against several patterns. The patterns are indexed by service. */
export function actionMatcher(patterns: readonly string[]): (lowerCaseAction: string) => boolean {
  const ofService = new Map<string, string[]>();
  const ofAny: string[] = [];
  for (const form of new Set(patterns.map(normalForm))) {
    if (form === undefined) continue;
    const service = serviceOf(form);
    if (isGlob(service)) ofAny.push(form);
    else ofService.set(service, [...(ofService.get(service) ?? []), form]);
  }
  return (action) => {
    const matches = (form: string) => globMatches(form, action);
    return ofAny.some(matches) || (ofService.get(serviceOf(action)) ?? []).some(matches);
  };
}

function serviceOf(action: string): string {
  const colon = action.indexOf(':');
  return colon < 0 ? action : action.slice(0, colon);
}

/** Every action of the table that a pattern matches; the same as `actionMatches` for each action, but faster. */
export function expandAction(pattern: string): readonly ActionFacts[] {
  const form = normalForm(pattern);
  return form === undefined ? [] : expandNormalForm(form);
}

const expandNormalForm = memoize(expand, { most: 1_000_000, sizeOf: (actions) => 200 + actions.length });

function expand(form: string): readonly ActionFacts[] {
  const colon = form.indexOf(':');
  const service = colon < 0 ? '*' : form.slice(0, colon);
  if (!isGlob(service)) {
    const actions = actionsOfService(service);
    const name = form.slice(colon + 1);
    if (isGlob(name)) return matching(actions, globMatcher(name));
    const facts = actions?.get(name);
    return facts ? [facts] : [];
  }
  // A star in the service also matches the colon: '*object' matches 's3:getobject'.
  const matches = globMatcher(form);
  return serviceNames().flatMap((key) => matching(actionsOfService(key), (name) => matches(`${key}:${name}`)));
}

function matching(
  actions: ReadonlyMap<string, ActionFacts> | undefined,
  matches: (name: string) => boolean,
): ActionFacts[] {
  const matched: ActionFacts[] = [];
  for (const [name, facts] of actions ?? []) if (matches(name)) matched.push(facts);
  return matched;
}

/** Lower case, with one star for a run of stars; undefined for a pattern that is longer than any action. */
function normalForm(pattern: string): string | undefined {
  const form = pattern.replace(/\*{2,}/g, '*');
  return form.length > longestPattern ? undefined : form.toLowerCase();
}

/** `*`, `service:*`, and other spellings of the same, such as `s3:**`. */
export function isPlainlyWild(action: string): boolean {
  const [service = '', ...name] = action.split(':');
  return isWildText(service) || (name.length > 0 && isWildText(name.join(':')));
}

/**
 * Whether an action pattern is too wide to list actions: every action of a service in any spelling, a glob in the service
 * itself, or more than half of a service's actions with at least one that changes something (`s3:*t*`). `s3:Get*` lists
 * actions by prefix, even if a service has no others.
 */
export function isWildAction(action: string): boolean {
  if (!isGlob(action)) return false;
  const [service = '', name] = action.split(':');
  if (name === undefined || isGlob(service) || isPlainlyWild(action)) return true;
  const matched = expandAction(action);
  const all = actionsOfService(service)?.size ?? 0;
  return matched.length > all / 2 && matched.some(isWriting);
}

function isWriting({ levels }: ActionFacts): boolean {
  return levels.some((level) => level !== 'Read' && level !== 'List');
}

/** Whether a pattern has only `*` and `?`, and at least one `*`. */
export function isWildText(pattern: string): boolean {
  return pattern.includes('*') && /^[*?]+$/.test(pattern);
}
