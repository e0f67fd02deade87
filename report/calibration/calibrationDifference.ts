import type { CalibrationDifference } from '../../quality/calibrated/diffCalibrations';
import { referenceNames } from '../../quality/calibrated/referenceSlots';
import { formatCount } from '../text/formats';
import { expectedText, percentText, ruleText, sidesText } from './calibrationText';

/** Settings and figures of two calibrations, each with its name, in the order in which texts and pages show them. */
export function differenceFacts(
  difference: CalibrationDifference,
): { readonly name: string; readonly value: string }[] {
  const { baseline, history, budget, minimumRows, timeZone, limits, persistence, expected } = difference;
  const rule = {
    before: limits.before && persistence.before && { limits: limits.before, persistence: persistence.before },
    after: limits.after && persistence.after && { limits: limits.after, persistence: persistence.after },
  };
  return [
    { name: 'baseline', value: sidesText(baseline, String) },
    {
      name: 'history',
      value: sidesText(
        history,
        ({ from, to, windows }) => `${from.slice(0, 10)} to ${to.slice(0, 10)}, ${formatCount(windows, 'window')}`,
      ),
    },
    { name: 'budget', value: sidesText(budget, (value) => `${value} a week`) },
    { name: 'expected alarms', value: sidesText(expected, expectedText) },
    { name: 'rule', value: sidesText(rule, ruleText) },
    { name: 'minimum rows', value: sidesText(minimumRows, String) },
    { name: 'time zone', value: sidesText(timeZone, String) },
  ];
}

type Feature = CalibrationDifference['features'][number];
type Power = CalibrationDifference['power'][number];

/** Columns on features that differ. */
export const featureColumns: readonly { readonly title: string; readonly text: (feature: Feature) => string }[] = [
  { title: 'feature', text: ({ feature }) => feature },
  { title: 'status', text: ({ status }) => status },
  { title: 'compared with', text: ({ reference }) => sidesText(reference, (kind) => referenceNames[kind]) },
  {
    title: 'limits of one window',
    text: ({ limits }) =>
      limits.map(({ check, ...sides }) => `${check} ${sidesText(sides, (value) => value.toFixed(1))}`).join('; '),
  },
];

/** Columns on injected faults. */
export const powerColumns: readonly { readonly title: string; readonly text: (power: Power) => string }[] = [
  { title: 'injected fault', text: ({ fault }) => fault },
  { title: 'severity', text: ({ severity }) => severity },
  { title: 'found in 2 windows', text: ({ withinTwo }) => sidesText(withinTwo, percentText) },
  { title: 'in 6', text: ({ withinSix }) => sidesText(withinSix, percentText) },
];

/** What differs, in a sentence. */
export function summarizeCalibrations({ equal, features }: CalibrationDifference): string {
  if (equal) return 'The calibrations do not differ.';
  const changed = features.filter(({ status }) => status !== 'same').length;
  return `${changed} of ${formatCount(features.length, 'feature')} ${changed === 1 ? 'differs' : 'differ'}.`;
}
