import type { UnusualFeatureSummary } from '../../contract/windowSummary';
import { referenceNames } from './referenceSlots';

/** Beyond ten years, a tail of some weeks says nothing. */
const longestWeeks = 520;

/** How often a window is as unusual: `about once in 12 weeks`. */
export function frequencyText(weeks: number): string {
  if (weeks > longestWeeks) return 'less than once in 10 years';
  if (weeks >= 1.5) return `about once in ${Math.round(weeks)} weeks`;
  return weeks >= 0.75 ? 'about once a week' : `about ${Math.round(1 / weeks)} times a week`;
}

/** What moved, against what, how unusual it is, and what the exact rule says, in sentences. */
export function unusualText({ part, reference, onceInWeeks, exact }: UnusualFeatureSummary): string {
  return `${part}, compared with ${referenceNames[reference]}. A window is this unusual ${frequencyText(onceInWeeks)}. ${exactText(exact)}`;
}

/** Columns in which pages, texts and incident documents show unusual features, after the feature's name. */
export const unusualColumns: readonly {
  readonly title: string;
  readonly text: (feature: UnusualFeatureSummary) => string;
}[] = [
  { title: 'How unusual', text: ({ onceInWeeks }) => frequencyText(onceInWeeks) },
  { title: 'Check', text: ({ check }) => check },
  { title: 'Compared with', text: ({ reference }) => referenceNames[reference] },
  { title: 'What moved', text: ({ part }) => part },
  { title: 'Exact rule', text: ({ exact }) => exactCell(exact) },
];

function exactCell(exact: UnusualFeatureSummary['exact']): string {
  if (!exact) return 'compared nothing';
  const { isAlarm, distance, limit } = exact;
  return `${isAlarm ? 'alarm' : 'no alarm'} (distance ${figure(distance)}, limit ${figure(limit)})`;
}

function exactText(exact: UnusualFeatureSummary['exact']): string {
  if (!exact) return 'The exact rule compared nothing.';
  const { isAlarm, distance, limit } = exact;
  return `The exact rule ${isAlarm ? 'would alarm' : 'would not alarm'}: distance ${figure(distance)}, limit ${figure(limit)}.`;
}

const figure = (value: number) => Number(value.toPrecision(4));
