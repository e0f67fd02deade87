import type { Figure } from '../figure';
import { amount } from '../prices';
import { analyzerCost, managedCost, runFigures } from './runCost';

/** Windows by title, in minutes. */
const windows = {
  '5 minutes': 5,
  '15 minutes': 15,
  '1 hour': 60,
  '6 hours': 360,
  '24 hours': 1440,
} as const;

/** Billed minutes of Model Monitor's job for a small window; most of them start the instance and the container. */
const managedMinutes = 6;

const header = [
  'window',
  'runs',
  's a run',
  'analyzer',
  'in eu-west-1',
  'Model Monitor, `ml.m5.large`',
  '`ml.m5.xlarge`',
];

/** One row per length of the window: the analyzer's runs of a month and their cost, beside Model Monitor's. */
export function runCostRows(figures: readonly Figure[]): string[][] {
  const runs = runFigures(figures);
  return Object.entries(windows).map(([title, windowMinutes]) => {
    const [us, eu] = [
      analyzerCost(runs, { windowMinutes }),
      analyzerCost(runs, { windowMinutes, region: 'eu-west-1' }),
    ];
    const managed = ['processingHour', 'processingHourXlarge'].map((name) =>
      windowMinutes < 60 ? 'not offered' : amount(managedCost(windowMinutes, managedMinutes, name, 'us-east-1')),
    );
    return [
      title,
      String(Math.round(us.runs)),
      us.seconds.toFixed(1),
      amount(us.dollarsAMonth),
      amount(eu.dollarsAMonth),
      ...managed,
    ];
  });
}

/** The rows as Markdown. */
export function runCostText(figures: readonly Figure[]): string {
  const rows = [header, header.map(() => '---'), ...runCostRows(figures)];
  return [
    'US dollars a month for the runs of an endpoint, by these figures:',
    '',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
}
