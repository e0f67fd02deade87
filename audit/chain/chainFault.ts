/** What is wrong with a file of a trail. */
const faultTexts = {
  'digest missing': 'the next digest names it, and it does not exist',
  'digest damaged': 'not a digest file',
  'digest altered': 'its hash is not the one in the next digest',
  'digest moved': 'it was written under another key',
  'digest not signed': "its signature is not CloudTrail's",
  'unknown public key': "its public key is not among the keys; add the region's keys of its time",
  'log missing': 'its digest names it, and it does not exist',
  'log altered': 'its hash is not the one in its digest',
  'log moved': 'its digest names it under another key',
  'log not listed': 'no digest names it',
  gap: 'no digest covers the time',
} as const;

export type FaultKind = keyof typeof faultTexts;

/** A fault of a trail's files. */
export interface ChainFault {
  readonly kind: FaultKind;
  /** Key of the file; for a gap, that of a digest beside it. */
  readonly file: string;
  /** Hour of the file, or first hour of a gap, such as `2026-11-02T14`, UTC. */
  readonly hour: string;
  /** End of a gap. */
  readonly until?: string;
  readonly text: string;
}

/** `2026-11-02T14` */
export const hourText = (at: Date): string => at.toISOString().slice(0, 13);

export function chainFault(kind: FaultKind, file: string, at: Date): ChainFault {
  return { kind, file, hour: hourText(at), text: faultTexts[kind] };
}
