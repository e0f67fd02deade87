import type { Calibration } from '../../contract/calibration';
import type { Backtest } from '../../quality/calibrated/backtest';
import { referenceNames } from '../../quality/calibrated/referenceSlots';
import { dataTable } from '../html/dataTable';
import { htmlPage, type Section } from '../html/htmlPage';
import { markup } from '../html/markup';
import { factList, verdictHeading } from '../html/pageParts';
import { powerPlot } from '../plot/powerPlot';
import { formatCount, formatInstant } from '../text/formats';
import { expectedText, percentText } from './calibrationText';
import { incidentColumns } from './replayedIncidents';

/** What a calibration would have done in a span of the past. */
export interface BacktestReport {
  readonly calibration: Calibration;
  readonly result: Backtest;
  /** ISO 8601 instant. */
  readonly writtenAt: string;
}

const alarmsSection: Section<BacktestReport> = {
  id: 'alarms',
  title: 'Alarms',
  short: 'Alarms',
  lead: ({ result: { overlap } }) =>
    overlap
      ? 'The calibration rests on some of these windows, so its figures are too good.'
      : 'The calibration rests on none of these windows.',
  body: ({ result: { weeks, exact, calibrated, alarms } }) => [
    dataTable({
      caption: 'Alarms of both rules',
      columns: [
        { title: 'Rule', cell: ({ name }) => name, heads: true },
        { title: 'Windows in alarm', cell: ({ figures }) => figures.alarms, numeric: true },
        { title: 'Episodes', cell: ({ figures }) => figures.episodes, numeric: true },
        { title: 'Episodes a week', cell: ({ figures }) => (figures.episodes / weeks).toFixed(2), numeric: true },
      ],
      rows: [
        { name: 'exact', figures: exact },
        { name: 'calibrated', figures: calibrated },
      ],
      empty: '',
    }),
    dataTable({
      caption: 'Windows in alarm under the calibration',
      columns: [
        { title: 'Window', cell: ({ from }) => `${formatInstant(from)} UTC`, heads: true },
        { title: 'Feature', cell: ({ feature }) => feature, code: true },
        { title: 'Check', cell: ({ check }) => check },
        { title: 'What moved', cell: ({ part }) => part },
      ],
      rows: alarms,
      empty: 'No window raised an alarm.',
    }),
  ],
};

const incidentsSection: Section<BacktestReport> = {
  id: 'incidents',
  title: 'Recorded incidents',
  short: 'Incidents',
  lead: () =>
    'Whether each rule raises an alarm on distributions in a window of the incident. Incidents of other checks, such as completeness, do not depend on it.',
  body: ({ result: { incidents } }) =>
    dataTable({
      caption: 'Recorded incidents with windows in the span',
      columns: incidentColumns.map(({ title, text }, i) => ({
        title: title.charAt(0).toUpperCase() + title.slice(1),
        cell: text,
        heads: i === 0,
        code: i === 0,
      })),
      rows: incidents,
      empty: 'No recorded incident has windows in the span.',
      wide: true,
    }),
};

const powerSection: Section<BacktestReport> = {
  id: 'power',
  title: 'Detection power',
  short: 'Power',
  lead: () =>
    'Faults were injected into past windows. Severe faults should be found within two windows, moderate ones within six.',
  body: ({ calibration: { power } }) => [
    markup`<figure>${powerPlot(power)}</figure>`,
    dataTable({
      caption: 'Injected faults that raise an alarm',
      columns: [
        { title: 'Fault', cell: ({ fault }) => fault, heads: true },
        { title: 'Severity', cell: ({ severity }) => severity },
        { title: 'What it does', cell: ({ what }) => what },
        { title: 'Injections', cell: ({ injections }) => injections, numeric: true },
        { title: 'In 2 windows', cell: ({ withinTwo }) => percentText(withinTwo), numeric: true },
        { title: 'In 6', cell: ({ withinSix }) => percentText(withinSix), numeric: true },
        { title: 'Hidden in', cell: ({ hidden }) => hidden.join(', '), code: true },
      ],
      rows: power,
      empty: 'No fault could be injected.',
      wide: true,
    }),
  ],
};

const featuresSection: Section<BacktestReport> = {
  id: 'features',
  title: 'References',
  short: 'References',
  lead: () => 'What each feature is compared with. Features that are not listed are not judged.',
  body: ({ calibration: { features, notes } }) => [
    dataTable({
      caption: 'Reference of each feature',
      columns: [
        { title: 'Feature', cell: ({ name }) => name, code: true, heads: true },
        { title: 'Compared with', cell: ({ reference }) => referenceNames[reference.kind] },
        { title: 'Reason', cell: ({ reference }) => reference.reason },
      ],
      rows: features,
      empty: 'No feature is judged.',
    }),
    notes.length === 0 ? undefined : markup`<ul>${notes.map((note) => markup`<li>${note}</li>`)}</ul>`,
  ],
};

/** Renders a backtest as an HTML page that opens from disk. */
export function backtestPage(report: BacktestReport): string {
  const { calibration, result, writtenAt } = report;
  const { endpoint, baseline, budget, expected } = calibration;
  const { windows, judged, weeks, exact, calibrated } = result;
  const below = factList([
    { name: 'Endpoint', value: endpoint },
    { name: 'Baseline', value: baseline },
    { name: 'Windows', value: `${windows}, ${judged} judged` },
    { name: 'Weeks', value: weeks.toFixed(1) },
    { name: 'Budget', value: `${budget} episodes a week` },
    {
      name: 'Expected',
      value: expectedText(expected),
    },
  ]);
  return htmlPage({
    title: `Backtest of ${endpoint}`,
    skip: { to: alarmsSection.id, text: 'Skip to: Alarms' },
    header: verdictHeading({
      kind: 'Backtest',
      look: calibrated.episodes <= budget * weeks ? 'held' : 'broke',
      sentence: `${formatCount(calibrated.episodes, 'alarm episode')} under the calibration, ${exact.episodes} under the exact rule.`,
      below,
    }),
    sections: [alarmsSection, incidentsSection, powerSection, featuresSection],
    report,
    writtenBy: 'baseline backtest',
    writtenAt,
    css: '.plot .power{fill:var(--base-fill);stroke:var(--line)}figure .plot{max-width:560px;margin-bottom:1.2rem}',
  });
}
