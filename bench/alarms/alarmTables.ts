import type { DataSetFigures, RuleFigures, Share } from './measuredAlarms';
import { drawnRows } from './testCases';

/** Names of the rules in tables and pictures. */
const ruleTitles = {
  calibrated: 'calibrated',
  exact: 'exact',
  evidently: 'Evidently',
  nannyml: 'NannyML',
} as const satisfies Record<RuleFigures['rule'], string>;

export const ruleTitle = ({ rule, isRaised }: Pick<RuleFigures, 'rule' | 'isRaised'>) =>
  `${ruleTitles[rule]}${isRaised ? ', limits raised' : ''}`;

/** Titles of the columns of `measuredRows`. */
export const measuredColumns = [
  'data set',
  'rule',
  'windows in alarm',
  'episodes a week (95 % interval)',
  'severe faults within 2 windows',
  'moderate within 6',
  `drawn windows in alarm (${drawnRows.map((rows) => rows.toLocaleString('en-US')).join(', ')} rows)`,
];

export const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** One row per data set and rule. */
export function measuredRows(dataSets: readonly DataSetFigures[]): string[][] {
  return dataSets.flatMap(({ id, isKept, rules }) =>
    rules.map((figures) => [isKept ? id : `${id} (design)`, ruleTitle(figures), ...figureCells(figures)]),
  );
}

function figureCells({ windowsInAlarm, episodesPerWeek, severe, moderate, drawn }: RuleFigures): string[] {
  const shareText = ({ events, cases }: Share) => percent(events / Math.max(cases, 1));
  const powerText = (power: RuleFigures['severe']) =>
    `${shareText(power)} (${(power.low * 100).toFixed(0)} to ${(power.high * 100).toFixed(0)})`;
  const { value, low, high } = episodesPerWeek;
  return [
    shareText(windowsInAlarm),
    `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
    powerText(severe),
    powerText(moderate),
    drawn
      .map(({ events, cases }) => ((events / Math.max(cases, 1)) * 100).toFixed(1))
      .join(', ')
      .concat(' %'),
  ];
}

export function alarmTable(dataSets: readonly DataSetFigures[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(measuredColumns), line(measuredColumns.map(() => '---')), ...measuredRows(dataSets).map(line)].join(
    '\n',
  );
}
