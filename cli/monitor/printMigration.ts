import type { ReportDifference } from '../../quality/monitor/reportDifferences';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { formatMinute } from '../input/captureWindow';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import type { ComparedWindow } from './migrationWindows';

interface Migration {
  readonly endpoint: string;
  readonly schedule?: string;
  readonly captures: string;
  readonly reports: string;
  readonly statistics: string;
  readonly constraints: string;
  /** Folder of the baseline's files. */
  readonly out?: string;
  readonly json: boolean;
}

/** Rows of the table that are printed; `--json` has all. */
const printedRows = 40;
/** Characters of a value that are printed. */
const printedCharacters = 60;

/** Prints where the engines differ, and sets the exit code by whether they do. */
export function printMigration(windows: readonly ComparedWindow[], migration: Migration): void {
  const { json, endpoint, schedule, captures, reports, statistics, constraints, out } = migration;
  const document = { endpoint, schedule, captures, reports, baseline: { statistics, constraints }, out, windows };
  if (windows.length === 0) {
    const reason = `no report of a window in this span under ${reports}; list the runs with 'aws sagemaker list-monitoring-executions --endpoint-name ${endpoint}'`;
    printEmpty('compare', reason, json ? document : undefined);
    process.exitCode = exitCodes.empty;
    return;
  }
  if (json) printJson(document);
  else printText(describe(windows, migration).join('\n'));
  const differs = windows.some(({ differences }) => differences.length > 0);
  process.exitCode = differs ? exitCodes.findings : exitCodes.success;
}

const columns = ['window', 'feature', 'statistic', 'managed', 'analyzer'].map((title) => ({ title }));

function describe(windows: readonly ComparedWindow[], { endpoint, out }: Migration): string[] {
  const different = windows.filter(({ differences }) => differences.length > 0);
  const rows = different.flatMap(({ from, differences }) =>
    differences.map(({ feature, statistic, ...values }) => [
      formatMinute(from),
      feature || '–',
      statistic,
      shorten(values.managed),
      shorten(values.analyzer),
    ]),
  );
  const analyzed = windows.reduce((sum, window) => sum + window.rows.analyzer, 0);
  const more = rows.length - printedRows;
  const outcome =
    different.length === 0 ? 'no differences' : `${formatCount(rows.length, 'difference')} in ${different.length}`;
  return [
    `${formatCount(windows.length, 'window')} of endpoint ${endpoint} with ${formatCount(analyzed, 'row')}: ${outcome}`,
    ...(rows.length === 0 ? [] : textTable(columns, rows.slice(0, printedRows)).map((line) => `  ${line}`)),
    ...(more > 0 ? [`  and ${more} more; use --json to list all`] : []),
    ...(out === undefined ? [] : [`baseline written to ${out}`]),
  ];
}

function shorten(value: ReportDifference['managed']): string {
  const text = value === undefined ? '–' : String(value);
  return text.length > printedCharacters ? `${text.slice(0, printedCharacters)}…` : text;
}
