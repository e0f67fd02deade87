import { isNamed } from '../../contract/auditEvents';
import type { AuditKind } from '../../contract/dependency';
import { storePrefixes } from '../../contract/storeLayout';

/** The part of an audited call that decides whether a question is about it. */
interface AskedCall {
  readonly kind: AuditKind;
  readonly names: readonly string[];
  readonly keys: readonly string[];
}

/** A question to the record. */
export interface Question {
  /** Kinds of calls that it may be about. @default all */
  readonly kinds?: readonly AuditKind[];
  readonly isAbout: (call: AskedCall) => boolean;
}

/** Every call that concerns the monitoring. */
export const aboutEverything: Question = { isAbout: () => true };

function aboutNamed(kinds: readonly AuditKind[], name: string): Question {
  // AWS leaves out the names of what it refuses early: such a call may be about any resource.
  const isAbout = ({ kind, names }: AskedCall) =>
    kinds.includes(kind) && (names.length === 0 || names.some((value) => isNamed(name, value)));
  return { kinds, isAbout };
}

/** Calls that mute, change or unmute an alarm. */
export const aboutAlarm = (alarm: string): Question =>
  aboutNamed(['alarm muted', 'alarm changed', 'alarm unmuted'], alarm);

/** Calls that change a schedule of either engine. */
export const aboutSchedule = (schedule: string): Question => aboutNamed(['schedule changed'], schedule);

/** Calls that write or delete a baseline's files; a deletion of many objects names none. */
export function aboutBaseline(baseline: string): Question {
  const isOwn = (key: string) => key.startsWith(storePrefixes.baselines) && key.split('/').includes(baseline);
  const kinds: readonly AuditKind[] = ['baseline modified', 'data deleted'];
  return { kinds, isAbout: ({ kind, keys }) => keys.some(isOwn) || (keys.length === 0 && kinds.includes(kind)) };
}
