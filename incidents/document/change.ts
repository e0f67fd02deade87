import * as z from 'zod';
import { andMore } from '../../contract/andMore';
import { hourMs } from '../../contract/hours';
import type { Cause } from '../../contract/likelyCause';

/** What can change around an endpoint, each as a reader of the document sees it. */
const changeKinds = {
  deployment: 'the endpoint or a function was deployed',
  baseline: 'another baseline took effect, or a baseline was approved',
  calibration: 'a calibration was approved',
  schema: 'the capture schema changed',
  settings: 'the settings of the monitoring changed',
  schedule: 'the schedule of the monitor changed',
  captures: 'far fewer rows were captured',
  mute: 'an alarm was muted, unmuted or changed',
  monitoring: 'another part of the monitoring changed',
} as const;
export type ChangeKind = keyof typeof changeKinds;

const kindNames = Object.keys(changeKinds) as [ChangeKind, ...ChangeKind[]];

export const changeSchema = z.object({
  at: z.iso.datetime(),
  kind: z.enum(kindNames),
  /** One sentence. */
  what: z.string(),
  /** ARN or name of the author; absent where only the audit record has it. */
  by: z.string().optional(),
});
export type Change = z.infer<typeof changeSchema>;

/** Changes are looked for in the day before an incident. */
const lookBackMs = 24 * hourMs;

/** The parts of an incident that decide which changes may have caused it. */
export interface ChangedIncident {
  readonly opened: string;
  readonly changes?: readonly Change[];
}

type WithReports = ChangedIncident & { readonly reports: readonly { readonly window: string; readonly to?: string }[] };

/** The span in which changes may have caused an incident: the day before its first window, and the window. */
export function changeSpan({ opened, reports }: WithReports): { from: Date; to: Date } {
  const from = new Date(Date.parse(opened) - lookBackMs);
  const first = reports.find(({ window }) => window === opened);
  return { from, to: first?.to === undefined ? new Date(Date.parse(opened) + hourMs) : new Date(first.to) };
}

/** All of two lists, each once, in order of time. */
export function mergeChanges(known: readonly Change[], more: readonly Change[]): Change[] {
  const keyOf = ({ at, what }: Change) => `${at} ${what}`;
  return [...new Map([...known, ...more].map((change) => [keyOf(change), change])).values()].sort((a, b) =>
    keyOf(a).localeCompare(keyOf(b)),
  );
}

/** A change this long before the first window may be its cause. */
const nearMs = 3 * hourMs;
/** Less than that of a pattern that explains most of a window's change, more than that of a population shift. */
const changeScore = 0.4;
const listedChanges = 3;

/** Causes that follow from changes, with the kinds that show them. A mute changes no data. */
const causesOfChanges = {
  deployment: ['deployment', 'baseline', 'calibration', 'schema', 'settings'],
  'capture-stopped': ['captures'],
} as const satisfies Partial<Record<Cause, readonly ChangeKind[]>>;

/** The likely causes that something was deployed, or captures fell, just before the first window or in it. */
export function causesOfChange(incident: WithReports) {
  const { opened, changes = [] } = incident;
  const { to } = changeSpan(incident);
  const near = changes.filter(
    ({ at }) => Date.parse(at) >= Date.parse(opened) - nearMs && Date.parse(at) < to.getTime(),
  );
  return (Object.keys(causesOfChanges) as (keyof typeof causesOfChanges)[]).flatMap((cause) => {
    const kinds: readonly ChangeKind[] = causesOfChanges[cause];
    const shown = near.filter(({ kind }) => kinds.includes(kind));
    if (shown.length === 0) return [];
    const evidence = andMore(shown.map(describeChange).reverse(), listedChanges, '; ');
    return [{ cause, score: changeScore, features: [], evidence, windows: 1 }];
  });
}

/** `2026-11-23 10:12 UTC: <what> (by <author>)` */
export function describeChange({ at, what, by }: Change): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC: ${what}${by === undefined ? '' : ` (by ${by})`}`;
}
