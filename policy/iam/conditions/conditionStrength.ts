import { memoize } from '../../pack/memoize';
import {
  asList,
  holdsUnknown,
  isPlainObject,
  notYetKnown,
  type PlainObject,
  type PropertyValue,
} from '../../pack/propertyValue';
import type { ActionFacts, RequestContext } from '../actions/actionFacts';
import { type ConditionKeyFacts, conditionKeyFacts } from './conditionKeys';
import { type ConditionOperator, conditionOperators, type Reach } from './conditionOperators';

/**
 * How much a condition takes away from a statement:
 *
 * - `none`: there is no condition;
 * - `vacuous`: every request meets it, or as good as every;
 * - `weak`: a request that leaves a key out, or writes it as it likes, meets it;
 * - `never`: no request meets it, such as one on a key that the action never sends;
 * - `unknown`: it can't be judged before the update, or the table doesn't know its key;
 * - `strong`: it limits who, what or when.
 */
export type Strength = 'none' | 'vacuous' | 'weak' | 'never' | 'unknown' | 'strong';

export interface JudgedCondition {
  readonly strength: Strength;
  /** Clauses that say what makes it so, without full stop; empty for `none` and `strong`. */
  readonly why: string;
}

/** One operator on one key. */
export interface JudgedEntry extends JudgedCondition {
  readonly operator: string;
  /** In lower case. */
  readonly key: string;
}

/**
 * Judges a statement's `Condition` for one action, whose condition keys it takes from the action table and the list of
 * global keys; without an action, for requests of any. All entries must be met, so that one strong entry is enough.
 */
export function conditionStrength(
  condition: PropertyValue | undefined,
  action: ActionFacts | undefined,
): JudgedCondition {
  if (condition === undefined || condition === null) return { strength: 'none', why: '' };
  return judgeCondition(condition, action?.requestContext).whole;
}

/** Judges each operator and key of a `Condition` by itself. */
export function judgedEntries(
  condition: PropertyValue | undefined,
  action: ActionFacts | undefined,
): readonly JudgedEntry[] {
  if (condition === undefined || condition === null) return [];
  return judgeCondition(condition, action?.requestContext).entries;
}

interface Judged {
  readonly whole: JudgedCondition;
  readonly entries: readonly JudgedEntry[];
}

/** A statement's condition is asked about for hundreds of actions; a limit, because a hostile one has many entries. */
const judgeCondition = memoize(
  (condition: PropertyValue, context: RequestContext | undefined): Judged => {
    const entries = entriesOf(condition, context);
    return { entries, whole: strengthOf(entries) };
  },
  { most: 300_000, sizeOf: ({ entries }) => entries.length },
);

function strengthOf(entries: readonly JudgedEntry[]): JudgedCondition {
  if (entries.length === 0) return { strength: 'none', why: '' };
  const strength = decisive.find((candidate) => entries.some((entry) => entry.strength === candidate)) ?? 'vacuous';
  if (strength === 'strong') return { strength, why: '' };
  const reasons = new Set(entries.filter((entry) => entry.strength === strength).map(({ why }) => why));
  return { strength, why: [...reasons].slice(0, 2).join(', and ') };
}

/** Of entries that must all be met, the first of these that one of them has is the whole's. */
const decisive = ['never', 'strong', 'unknown', 'weak', 'vacuous'] as const;

function entriesOf(condition: PropertyValue, context: RequestContext | undefined): readonly JudgedEntry[] {
  if (condition === notYetKnown) return [{ operator: '', key: '', strength: 'unknown', why: 'is not known yet' }];
  if (!isPlainObject(condition))
    return [{ operator: '', key: '', strength: 'never', why: 'is not an object of operators' }];
  const required = keysAskedFor(condition);
  return Object.entries(condition).flatMap(([operator, keys]): JudgedEntry[] => {
    if (keys === notYetKnown) return [{ operator, key: '', strength: 'unknown', why: `${operator} is not known yet` }];
    if (!isPlainObject(keys)) {
      return [{ operator, key: '', strength: 'never', why: `${operator} is not an object of keys and values` }];
    }
    return Object.entries(keys).map(([name, values]) => {
      const key = name.toLowerCase();
      return { operator, key, ...judgeEntry(operator, name, values ?? null, context, required.has(key)) };
    });
  });
}

/** Keys of `Null: false`, which a request must have; in lower case. */
function keysAskedFor(condition: PlainObject): ReadonlySet<string> {
  const asked = Object.entries(condition).flatMap(([operator, keys]) =>
    operator.toLowerCase() === 'null' && isPlainObject(keys) ? Object.entries(keys) : [],
  );
  return new Set(asked.flatMap(([key, values]) => (isFalse(values) ? [key.toLowerCase()] : [])));
}

function isFalse(values: PropertyValue | undefined): boolean {
  const listed = asList(values);
  return listed.length > 0 && listed.every((value) => asText(value).toLowerCase() === 'false');
}

const resourceTag = /:resourcetag\//i;
const grammar = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/;

function judgeEntry(
  operator: string,
  key: string,
  values: PropertyValue,
  context: RequestContext | undefined,
  required: boolean,
): JudgedCondition {
  const [, set, base = '', ifExists] = grammar.exec(operator.toLowerCase()) ?? [];
  const known = Object.hasOwn(conditionOperators, base);
  if (!known && base !== 'null') return { strength: 'never', why: `'${operator}' is no operator of IAM` };
  const facts = conditionKeyFacts(key, context);
  const on = `${operator} on '${key}'`;
  if (!facts) return { strength: 'unknown', why: `${on} names a key that the action table doesn't know` };
  if (base === 'null') return judgeNull(on, values, facts);
  const { negated, reach } = conditionOperators[base as keyof typeof conditionOperators] as ConditionOperator;
  const absentPasses = ifExists !== undefined || set === 'forallvalues' || (negated && set !== 'foranyvalue');
  if (facts.present === 'never') return judgeForeign(on, absentPasses);
  const evasive = (ifExists !== undefined || set === 'forallvalues') && facts.present === 'sometimes' && !required;
  const together = reachOfAll(values, negated, key, (value) => reach(value, facts));
  if (evasive && together !== 'all') return { strength: 'weak', why: `${on} passes requests without that key` };
  if (together === 'unknown') return { strength: 'unknown', why: `${on} is not known yet` };
  if (together === 'all') {
    // Any value of a resource's tag still leaves out the resources that don't have it.
    return resourceTag.test(key) && !absentPasses
      ? { strength: 'strong', why: '' }
      : { strength: 'vacuous', why: `${on} leaves nobody out` };
  }
  if (together === 'none') {
    return absentPasses && facts.present === 'sometimes'
      ? { strength: 'strong', why: '' }
      : { strength: 'never', why: `${on} matches no value${starHint(base, values)}` };
  }
  return facts.claimed
    ? { strength: 'weak', why: `${on} is whatever the caller writes` }
    : { strength: 'strong', why: '' };
}

/** What the values of one entry let through: one match of several is enough, or for a negated operator too much. */
function reachOfAll(
  values: PropertyValue,
  negated: boolean,
  key: string,
  reach: (value: string) => Reach,
): Reach | 'unknown' {
  const own = `\${${key.toLowerCase()}}`;
  const reaches = asList(values)
    .filter((value) => !holdsUnknown(value))
    .map((value) => (asText(value).toLowerCase() === own ? 'all' : reach(asText(value))));
  const matched = reaches.includes('all') ? 'all' : reaches.includes('some') ? 'some' : 'none';
  if (matched !== 'all' && holdsUnknown(values)) return 'unknown';
  if (!negated || matched === 'some') return matched;
  return matched === 'all' ? 'none' : 'all';
}

function asText(value: PropertyValue): string {
  return typeof value === 'object' ? '' : String(value);
}

function judgeForeign(on: string, absentPasses: boolean): JudgedCondition {
  return absentPasses
    ? { strength: 'vacuous', why: `${on} always holds, because the action never sends that key` }
    : { strength: 'never', why: `${on} never holds, because the action never sends that key` };
}

function judgeNull(on: string, values: PropertyValue, { present, claimed }: ConditionKeyFacts): JudgedCondition {
  if (holdsUnknown(values)) return { strength: 'unknown', why: `${on} is not known yet` };
  const wantsKey = isFalse(values);
  if (present === 'never') return judgeForeign(on, !wantsKey);
  if (present === 'sometimes') {
    return claimed ? { strength: 'weak', why: `${on} is whatever the caller writes` } : { strength: 'strong', why: '' };
  }
  return wantsKey
    ? { strength: 'vacuous', why: `${on} always holds, because every request has that key` }
    : { strength: 'never', why: `${on} never holds, because every request has that key` };
}

function starHint(base: string, values: PropertyValue): string {
  const star = asList(values).some((value) => typeof value === 'string' && value.includes('*'));
  return star && /^string(not)?equals/.test(base) ? " (it takes '*' as a letter: use StringLike)" : '';
}
