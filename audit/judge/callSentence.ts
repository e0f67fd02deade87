import { andMore } from '../../contract/andMore';
import type { AuditKind } from '../../contract/dependency';
import { shortenText } from '../../contract/shortenText';
import type { ValueChange } from './callValues';
import type { JudgedCall } from './judgedCall';

/** What a kind of call does, and to what. */
const phrases = {
  'alarm muted': ['muted', 'mute', 'alarm'],
  'alarm changed': ['changed', 'change', 'alarm'],
  'alarm unmuted': ['unmuted', 'unmute', 'alarm'],
  'alert path changed': ['changed', 'change', 'the alert path'],
  'schedule changed': ['changed', 'change', 'schedule'],
  'capture changed': ['changed', 'change', 'the capture of'],
  'baseline modified': ['modified', 'modify', 'baseline'],
  'schema modified': ['modified', 'modify', 'schema'],
  'settings modified': ['modified', 'modify', 'the settings'],
  'data deleted': ['deleted', 'delete', 'data'],
  'event path changed': ['changed', 'change', 'the event path'],
  'function changed': ['changed', 'change', 'function'],
  'permissions changed': ['changed', 'change', 'the permissions of'],
  'bucket weakened': ['changed', 'change', 'bucket'],
  'key weakened': ['changed', 'change', 'key'],
  'log weakened': ['changed', 'change', 'log group'],
  'dashboard changed': ['changed', 'change', 'dashboard'],
  'index changed': ['changed', 'change', 'the index of incidents'],
  'evidence weakened': ['changed', 'change', 'trail'],
} as const satisfies Record<AuditKind, readonly [past: string, infinitive: string, object: string]>;

/** Characters that a sentence has of the name of a resource. */
const longestName = 200;

/** Composes the sentence on a call: who did what to which endpoint's monitoring, from where, through what, and why. */
export function composeSentence(call: Omit<JudgedCall, 'sentence'>): string {
  const [past, infinitive, object] = phrases[call.kind];
  const action = call.refused === undefined ? past : `tried to ${infinitive}`;
  const targets = (call.keys.length > 0 ? call.keys : call.names).map((name) => shortenText(name, longestName));
  const place = call.endpoint === undefined ? ` (${call.part})` : ` of endpoint ${call.endpoint}`;
  const target = `${object} ${targets.length === 0 ? '(not named in the record)' : `${andMore(targets, 3)}${place}`}`;
  const refusal = call.refused === undefined ? '' : ` and was refused (${call.refused})`;
  const changes = call.changes.map(describeChange);
  const reason = call.reason === undefined ? '' : ` (${call.reason})`;
  // Callers choose the name of an unknown program: it must not look like the end of the sentence.
  const program = call.through.replaceAll(';', ',');
  return [
    `${call.actor} ${action} ${target}${refusal} with ${call.action} from ${call.from} through ${program}`,
    ...(changes.length === 0 ? [] : [changes.join(', ')]),
    `${call.verdict}${reason}`,
  ]
    .join('; ')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** What the loss and the addition of a part means, by setting. */
const verbs: Readonly<Record<string, readonly [lost: string, gained: string]>> = {
  'recorded calls': ['no longer records', 'now records'],
  'alarm actions': ['no longer notifies', 'now notifies'],
};
const listedParts = 3;

/** A change such as `threshold from 1 to 9`, or `policy loses NobodyDeletes (...)`. */
function describeChange({ setting, before, after, lost = [], gained = [] }: ValueChange): string {
  if (lost.length + gained.length === 0)
    return `${setting} ${before === undefined ? '' : `from ${before} `}to ${after}`;
  const [loses, gains] = verbs[setting] ?? [`${setting} loses`, `${setting} gains`];
  const list = (verb: string, parts: readonly string[]) =>
    parts.length === 0 ? [] : [`${verb} ${andMore(parts, listedParts)}`];
  if (before === undefined) return list(verbs[setting]?.[1] ?? `${setting} to`, gained).join('');
  return [...list(loses, lost), ...list(gains, gained)].join(' and ');
}
