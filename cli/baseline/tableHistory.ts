import { UserError } from '../../contract/userError';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import { readTableWindows } from '../../quality/baseline/tables/tableWindows';
import type { PastWindow } from '../../quality/calibrated/pastWindow';
import { formatCount } from '../../report/text/formats';
import type { CaptureWindow } from '../input/captureWindow';
import { refuseTableOptions, type TableOptions, tableFormat, withTableFiles } from '../input/tableFiles';
import { refuseWithout } from '../terminal/options';
import { printError } from '../terminal/output';
import { showTableProgress } from '../terminal/progress';

/** Options on past rows in tables. */
export interface HistoryOptions extends CaptureWindow, TableOptions {
  /** Table files, folders and `s3://` addresses with past rows, instead of reports in the store. */
  readonly data?: readonly string[];
  /** Column with the time of each row. */
  readonly time?: string;
  readonly endpointUrl?: string;
}

/** Throws a UserError for an option that has no effect. `others` are further options that require --data. */
export function checkHistoryOptions(
  { data, time, ...table }: HistoryOptions,
  others: Readonly<Record<string, unknown>> = {},
): void {
  if (data !== undefined) {
    if (time === undefined) throw new UserError('--data requires --time: the column with the time of each row');
    return;
  }
  refuseWithout('--data', { '--time': time, ...others });
  refuseTableOptions('--data', table);
}

/** The windows of tables in the span, each some hours long. */
export async function tableWindows(
  data: readonly string[],
  { statistics, manifest }: Pick<OpenBaseline, 'statistics' | 'manifest'>,
  hours: number,
  options: HistoryOptions,
): Promise<readonly PastWindow[]> {
  const { time = '', from, to, endpointUrl } = options;
  const names = statistics.features.map(({ name }) => name);
  return withTableFiles(data, endpointUrl, async (files) => {
    const { windows, rows, rejected } = await readTableWindows({
      files,
      format: tableFormat(options),
      names,
      schema: manifest.captureSchema,
      time,
      hours,
      onProgress: showTableProgress(files),
    });
    if (rejected > 0) printError(`warning: ${formatCount(rejected, 'row')} rejected, ${rows} used`);
    return windows.filter((window) => (!from || window.from >= from) && (!to || window.to <= to));
  });
}

/** Why no window is in the span, in one sentence. */
export function emptySpanReason(
  store: string,
  { endpoint, schema }: { readonly endpoint: string; readonly schema: string },
  data: readonly string[] | undefined,
): string {
  return data
    ? `no row of ${data.join(', ')} is in the span`
    : `${store} has no report with a summary for endpoint ${endpoint}, schema ${schema}, in the span`;
}
