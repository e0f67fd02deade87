import { isDriftOff } from '../../contract/sla';
import { UserError } from '../../contract/userError';
import { type Backtest, backtest } from '../../quality/calibrated/backtest';
import { backtestPage } from '../../report/calibration/backtestPage';
import { formatCount, formatInstant } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { readSla, readTextFile } from '../../store/documents';
import { openStore } from '../../store/openStore';
import { storedWindows } from '../../store/pastWindows';
import { readBaselineById } from '../../store/storedBaseline';
import { openCalibration, storedCalibration } from '../../store/storedCalibration';
import type { CaptureWindow } from '../input/captureWindow';
import { exitCodes } from '../terminal/exitCodes';
import { firstLines, printEmpty, printJson, printText } from '../terminal/output';
import { writePage } from '../terminal/writePage';

interface BacktestOptions extends CaptureWindow {
  readonly store: string;
  readonly endpoint: string;
  readonly calibration?: string;
  readonly sla?: string;
  readonly html?: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Replays past windows: which would have raised an alarm under the exact rule and under a calibration. */
export async function backtestCommand(id: string, options: BacktestOptions): Promise<void> {
  const { endpoint, from, to, json, html, calibration: file } = options;
  const sla = options.sla === undefined ? undefined : readSla(options.sla);
  const store = openStore(options.store, options.endpointUrl);
  try {
    const { manifest } = await readBaselineById(store, endpoint, id);
    const calibration =
      file === undefined ? await storedCalibration(store, manifest) : openCalibration(readTextFile(file), id, file);
    if (!calibration) {
      throw new UserError(
        `${store.address}: baseline ${id} has no calibration; make one with 'baseline calibrate', or pass --calibration`,
      );
    }
    const windows = await storedWindows(store, manifest, { from, to });
    if (windows.length === 0) {
      const reason = `${store.address} has no report with a summary for endpoint ${endpoint}, schema ${manifest.schema}, in the span`;
      printEmpty('replay', reason, json ? { endpoint, baseline: id } : undefined);
      process.exitCode = exitCodes.empty;
      return;
    }
    const result = backtest(calibration, windows, (name) => sla !== undefined && isDriftOff(sla, name));
    if (html !== undefined) {
      await writePage(html, backtestPage({ calibration, result, writtenAt: new Date().toISOString() }));
    }
    const written = html === undefined ? [] : [`page written to ${html}`];
    if (json) printJson({ endpoint, baseline: id, ...result, html });
    else printText([...describeBacktest(result), ...written].join('\n'));
  } finally {
    store.close();
  }
}

const ruleColumns = [
  { title: 'rule' },
  { title: 'windows in alarm', numeric: true },
  { title: 'episodes', numeric: true },
  { title: 'episodes a week', numeric: true },
];
const shownAlarms = ['window', 'feature', 'check', 'what moved'].map((title) => ({ title }));

function describeBacktest({ windows, judged, weeks, exact, calibrated, alarms, overlap }: Backtest): string[] {
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
    ...(rows.length === 0 ? [] : firstLines(textTable(shownAlarms, rows), '; use --json to list them', rows.length)),
  ];
}
