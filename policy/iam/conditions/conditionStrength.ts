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
 * How far a condition restricts a statement:
 *
 * - `none`: there is no condition;
 * - `vacuous`: every request meets it, or almost every request;
 * - `weak`: a caller can meet it by leaving a key out or by setting its value;
 * - `never`: no request meets it, such as a condition on a key that the action never sends;
 * - `unknown`: it can't be judged before the update, or its key is not in the action table;
 * - `strong`: it restricts who, what or when.
 */
export type Strength = 'none' | 'vacuous' | 'weak' | 'never' | 'unknown' | 'strong';

export interface JudgedCondition {
  readonly strength: Strength;
  /** Reasons as clauses without a full stop; empty for `none` and `strong`. */
  readonly why: string;
}

/** One operator on one key. */
export interface JudgedEntry extends JudgedCondition {
  readonly operator: string;
  /** In lower case. */
  readonly key: string;
  /** Known values as texts. */
  readonly values: readonly string[];
  /** Every request meets it without exception, so that a Deny with it denies every request. */
  readonly isCertain: boolean;
}

/**
 * Judges a statement's `Condition` for one action, by its condition keys in the action table and the list of global
 * keys; without an action, for requests of any action. All entries must be met, so one strong entry is enough.
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
  if (condition === notYetKnown) return [entryWithoutKey('', 'unknown', 'is not known yet')];
  if (!isPlainObject(condition)) return [entryWithoutKey('', 'never', 'is not an object of operators')];
  const requiredKeys = requiredKeysOf(condition);
  return Object.entries(condition).flatMap(([operator, keys]): JudgedEntry[] => {
    if (keys === notYetKnown) return [entryWithoutKey(operator, 'unknown', `${operator} is not known yet`)];
    if (!isPlainObject(keys)) {
      return [entryWithoutKey(operator, 'never', `${operator} is not an object of keys and values`)];
    }
    return Object.entries(keys).map(([name, listed]) => {
      const key = name.toLowerCase();
      const values = asList(listed ?? null)
        .filter((value) => !holdsUnknown(value))
        .map(asText);
      return { operator, key, values, ...judgeEntry(operator, name, listed ?? null, context, requiredKeys.has(key)) };
    });
  });
}

function entryWithoutKey(operator: string, strength: Strength, why: string): JudgedEntry {
  return { operator, key: '', values: [], strength, why, isCertain: false };
}

/** Keys that a request must have, by `Null: false`; in lower case. */
function requiredKeysOf(condition: PlainObject): ReadonlySet<string> {
  const required = Object.entries(condition).flatMap(([operator, keys]) =>
    operator.toLowerCase() === 'null' && isPlainObject(keys) ? Object.entries(keys) : [],
  );
  return new Set(required.flatMap(([key, values]) => (isFalse(values) ? [key.toLowerCase()] : [])));
}

function isFalse(values: PropertyValue | undefined): boolean {
  const listed = asList(values);
  return listed.length > 0 && listed.every((value) => asText(value).toLowerCase() === 'false');
}

/** An operator with its set prefix and `IfExists`, in lower case. */
const operatorForm = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/;

function judgeEntry(
  operator: string,
  key: string,
  values: PropertyValue,
  context: RequestContext | undefined,
  isRequired: boolean,
): JudgedCondition & Pick<JudgedEntry, 'isCertain'> {
  const [, set, base = '', ifExists] = operatorForm.exec(operator.toLowerCase()) ?? [];
  if (!Object.hasOwn(conditionOperators, base) && base !== 'null') {
    return { strength: 'never', why: `'${operator}' is not an IAM condition operator`, isCertain: false };
  }
  const on = `${operator} on '${key}'`;
  const facts = conditionKeyFacts(key, context);
  if (!facts) {
    return { strength: 'unknown', why: `${on} uses a condition key that is not in the action table`, isCertain: false };
  }
  if (base === 'null') {
    const entry = { ...facts, isUnknown: holdsUnknown(values), requiresKey: isFalse(values) };
    const isCertain = !entry.isUnknown && facts.present === (entry.requiresKey ? 'always' : 'never');
    return { ...decide(nullDecisions, entry, on), isCertain };
  }
  const { negated, reach } = conditionOperators[base as keyof typeof conditionOperators] as ConditionOperator;
  const skipsAbsentKey = ifExists !== undefined || set === 'forallvalues';
  const matchesAbsentKey = skipsAbsentKey || (negated && set !== 'foranyvalue');
  const entry: ValueEntry = {
    ...facts,
    reach: facts.present === 'never' ? 'none' : reachOfAll(values, negated, key, (value) => reach(value, facts)),
    skipsOptionalKey: skipsAbsentKey && facts.present === 'sometimes' && !isRequired,
    matchesAbsentKey,
    isResourceTag: /:resourcetag\//i.test(key),
    starHint: starHint(base, values),
  };
  return { ...decide(valueDecisions, entry, on), isCertain: isMetByAll(entry) };
}

function isMetByAll({ present, reach, matchesAbsentKey, usual }: ValueEntry): boolean {
  if (present === 'never') return matchesAbsentKey;
  return reach === 'all' && usual === undefined && (matchesAbsentKey || present === 'always');
}

/** What decides how strong an entry is whose operator compares values. */
interface ValueEntry extends ConditionKeyFacts {
  /** What its values match together. */
  readonly reach: Reach | 'unknown';
  /** `IfExists` or `ForAllValues` on a key that a request may leave out. */
  readonly skipsOptionalKey: boolean;
  /** A request without the key meets it. */
  readonly matchesAbsentKey: boolean;
  readonly isResourceTag: boolean;
  readonly starHint: string;
}

interface NullEntry extends ConditionKeyFacts {
  readonly isUnknown: boolean;
  /** `Null: false`; else the key must be absent. */
  readonly requiresKey: boolean;
}

/** A row of a decision table; `why` follows the operator and the key, and is empty where nothing is wrong. */
type Decision<Entry> = readonly [
  applies: (entry: Entry) => boolean,
  strength: Strength,
  why: string | ((entry: Entry) => string),
];

const neverSent = 'because the action never sends that key';
const alwaysSent = 'because every request has that key';
const setByCaller = 'is set by the caller';
const notKnown = 'is not known yet';

/** The first row that applies decides. */
const valueDecisions: readonly Decision<ValueEntry>[] = [
  [({ present, matchesAbsentKey }) => present === 'never' && matchesAbsentKey, 'vacuous', `always holds, ${neverSent}`],
  [({ present }) => present === 'never', 'never', `never holds, ${neverSent}`],
  [
    ({ skipsOptionalKey, reach }) => skipsOptionalKey && reach !== 'all',
    'weak',
    'also matches requests without that key',
  ],
  [({ reach }) => reach === 'unknown', 'unknown', notKnown],
  // Any value of a resource's tag still excludes resources without the tag.
  [({ reach, isResourceTag, matchesAbsentKey }) => reach === 'all' && isResourceTag && !matchesAbsentKey, 'strong', ''],
  [({ reach }) => reach === 'all', 'vacuous', 'matches every request'],
  [
    ({ reach, matchesAbsentKey, present }) => reach === 'none' && matchesAbsentKey && present === 'sometimes',
    'strong',
    '',
  ],
  [({ reach }) => reach === 'none', 'never', ({ starHint }) => `matches no value${starHint}`],
  [({ claimed }) => claimed === true, 'weak', setByCaller],
  [() => true, 'strong', ''],
];

const nullDecisions: readonly Decision<NullEntry>[] = [
  [({ isUnknown }) => isUnknown, 'unknown', notKnown],
  [({ present, requiresKey }) => present === 'never' && !requiresKey, 'vacuous', `always holds, ${neverSent}`],
  [({ present }) => present === 'never', 'never', `never holds, ${neverSent}`],
  [({ present, claimed }) => present === 'sometimes' && claimed === true, 'weak', setByCaller],
  [({ present }) => present === 'sometimes', 'strong', ''],
  [({ requiresKey }) => requiresKey, 'vacuous', `always holds, ${alwaysSent}`],
  [() => true, 'never', `never holds, ${alwaysSent}`],
];

function decide<Entry>(decisions: readonly Decision<Entry>[], entry: Entry, on: string): JudgedCondition {
  const decision = decisions.find(([applies]) => applies(entry));
  if (!decision) throw new Error(`no row of the decision table applies to ${on}`);
  const [, strength, why] = decision;
  const text = typeof why === 'string' ? why : why(entry);
  return { strength, why: text === '' ? '' : `${on} ${text}` };
}

/** What the values of one entry match: one match is enough, or for a negated operator too much. */
function reachOfAll(
  values: PropertyValue,
  negated: boolean,
  key: string,
  reach: (value: string) => Reach,
): Reach | 'unknown' {
  const ownVariable = `\${${key.toLowerCase()}}`;
  const reaches = asList(values)
    .filter((value) => !holdsUnknown(value))
    .map((value) => (asText(value).toLowerCase() === ownVariable ? 'all' : reach(asText(value))));
  const matched = reaches.includes('all') ? 'all' : reaches.includes('some') ? 'some' : 'none';
  if (matched !== 'all' && holdsUnknown(values)) return 'unknown';
  if (!negated || matched === 'some') return matched;
  return matched === 'all' ? 'none' : 'all';
}

function asText(value: PropertyValue): string {
  return typeof value === 'object' ? '' : String(value);
}

function starHint(base: string, values: PropertyValue): string {
  const star = asList(values).some((value) => typeof value === 'string' && value.includes('*'));
  return star && /^string(not)?equals/.test(base) ? " (it compares '*' literally: use StringLike)" : '';
}
