import type { Calibration } from '../../contract/calibration';
import { hourMs, minuteMs } from '../../contract/hours';
import { isDriftOff, type Sla } from '../../contract/sla';
import { UserError } from '../../contract/userError';
import { hadDrift } from '../../contract/windowSummary';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import type { Backtest } from '../../quality/calibrated/backtest';
import { countedWindow } from '../../quality/calibrated/countedWindow';
import type { ReplayedWindow } from '../../quality/calibrated/weekFile';
import { summarizeReport } from '../../quality/monitor/summarizeReport';
import { backtestPage } from '../../report/calibration/backtestPage';
import { incidentColumns, incidentsText } from '../../report/calibration/replayedIncidents';
import { formatCount, formatInstant } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import { readBaselineById } from '../../store/storedBaseline';
import { storedCalibration } from '../../store/storedCalibration';
import { readCalibrationFile } from '../input/readCalibrationAt';
import { exitCodes } from '../terminal/exitCodes';
import { firstLines, printEmpty, printJson, printText } from '../terminal/output';
import { writePage } from '../terminal/writePage';
import { backtestAll } from './backtestAll';
import { endpointSla } from './endpointSla';
import { type ReplayOptions, replayEndpoint, reportedWindows } from './replayEndpoint';
import { checkHistoryOptions, emptySpanReason, type HistoryOptions, tableWindows } from './tableHistory';

interface BacktestOptions extends ReplayOptions, HistoryOptions {
  readonly store: string;
  readonly endpoint?: string;
  /** Replay each endpoint of the stack, instead of one baseline. */
  readonly all: boolean;
  readonly calibration?: string;
  readonly sla?: string;
  readonly html?: string;
  readonly json: boolean;
}

/** Replays past windows: which would have raised an alarm under the exact rule and under a calibration. */
export async function backtestCommand(id: string | undefined, options: BacktestOptions): Promise<void> {
  const { endpoint, all, sla, calibration, data, keepCounts } = options;
  const ofOne = { '<id>': id, '--endpoint': endpoint, '--sla': sla, '--calibration': calibration, '--data': data };
  const unused = Object.entries(ofOne).find(([, value]) => value !== undefined)?.[0];
  if (all && unused)
    throw new UserError(`${unused} has no effect with --all, which replays every endpoint; leave one out`);
  if (!all && (id === undefined || endpoint === undefined)) {
    throw new UserError('the id of a baseline and --endpoint are required; --all replays every endpoint of the stack');
  }
  checkHistoryOptions(options);
  if (data && keepCounts) throw new UserError('--keep-counts has no effect with --data; leave one out');
  const store = openStore(options.store, options.endpointUrl);
  try {
    if (all) await backtestAll(store, options);
    else await backtestOne(store, id ?? '', endpoint ?? '', options);
  } finally {
    store.close();
  }
}

async function backtestOne(store: ObjectStore, id: string, endpoint: string, options: BacktestOptions): Promise<void> {
  const { data, json, html, calibration: file } = options;
  const sla = await endpointSla(store, endpoint, options.sla);
  const baseline = await readBaselineById(store, endpoint, id);
  const { manifest } = baseline;
  const calibration = file === undefined ? await storedCalibration(store, manifest) : readCalibrationFile(file, id);
  if (!calibration) {
    throw new UserError(
      `${store.address}: baseline ${id} has no calibration; make one with 'baseline calibrate', or pass --calibration`,
    );
  }
  const windows = data
    ? await replayedTable(data, baseline, calibration, sla, options)
    : await reportedWindows(store, baseline, calibration, options);
  const isOff = (name: string) => sla !== undefined && isDriftOff(sla, name);
  const result = await replayEndpoint(store, baseline, calibration, windows, isOff);
  if (!result) {
    const reason = emptySpanReason(store.address, manifest, data);
    printEmpty('replay', reason, json ? { endpoint, baseline: id } : undefined);
    process.exitCode = exitCodes.empty;
    return;
  }
  if (html !== undefined) {
    await writePage(html, backtestPage({ calibration, result, writtenAt: new Date().toISOString() }));
  }
  const written = html === undefined ? [] : [`page written to ${html}`];
  if (json) printJson({ endpoint, baseline: id, ...result, html });
  else printText([...describeBacktest(result), ...written].join('\n'));
}

/**
 * The windows of tables, as long as those of a calibration's history. The exact rule compares them as it compares the windows of
 * reports.
 */
async function replayedTable(
  data: readonly string[],
  baseline: OpenBaseline,
  { history }: Calibration,
  sla: Sla | undefined,
  options: HistoryOptions,
): Promise<readonly ReplayedWindow[]> {
  const windows = await tableWindows(data, baseline, (history.windowMinutes * minuteMs) / hourMs, options);
  return windows.map((window) => {
    const { statistics } = window;
    const numbers = summarizeReport({ statistics, violations: undefined, baseline, sla: sla ?? { features: {} } });
    return { ...countedWindow(window), hadDrift: hadDrift(numbers) };
  });
}

const ruleColumns = [
  { title: 'rule' },
  { title: 'windows in alarm', numeric: true },
  { title: 'episodes', numeric: true },
  { title: 'episodes a week', numeric: true },
];
const shownAlarms = ['window', 'feature', 'check', 'what moved'].map((title) => ({ title }));

function describeBacktest(result: Backtest): string[] {
  const { windows, judged, weeks, exact, calibrated, alarms, incidents, overlap } = result;
  const row = (name: string, { alarms, episodes }: Backtest['exact']) => [
    name,
    String(alarms),
    String(episodes),
    (episodes / weeks).toFixed(2),
  ];
  const rows = alarms.map(({ from, feature, check, part }) => [formatInstant(from), feature, check, part]);
  return [
    `${formatCount(windows, 'window')} in ${weeks.toFixed(1)} weeks, ${judged} judged by the calibration`,
    ...(overlap ? ['note: the calibration rests on some of these windows, so its figures are too good'] : []),
    ...textTable(ruleColumns, [row('exact', exact), row('calibrated', calibrated)]).map((line) => `  ${line}`),
    ...(incidents.length === 0
      ? ['no recorded incident has windows in the span']
      : [
          incidentsText(incidents),
          ...firstLines(
            textTable(
              incidentColumns,
              incidents.map((of) => incidentColumns.map(({ text }) => text(of))),
            ),
            '; use --json to list them',
            incidents.length,
          ),
        ]),
    ...(rows.length === 0 ? [] : firstLines(textTable(shownAlarms, rows), '; use --json to list them', rows.length)),
  ];
}
