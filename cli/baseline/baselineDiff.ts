import { andMore } from '../../contract/andMore';
import type { BaselineDifference, Change, FeatureDifference } from '../../quality/baseline/diffBaselines';
import { diffPage } from '../../report/baselineDiff/diffPage';
import { diffReport } from '../../report/baselineDiff/diffReport';
import { textTable } from '../../report/text/textTable';
import { readBaselineAt } from '../input/readBaselineAt';
import { exitCodes } from '../terminal/exitCodes';
import { printJson, printText } from '../terminal/output';
import { writePage } from '../terminal/writePage';
import { diffCalibrationsCommand, isCalibrationAddress } from './calibrationDiff';

interface DiffOptions {
  readonly html?: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Prints the differences between two baselines or calibrations, and sets the exit code by whether there are any. */
export async function diffCommand(older: string, newer: string, options: DiffOptions): Promise<void> {
  const { html, endpointUrl, json } = options;
  if ([older, newer].some(isCalibrationAddress)) return diffCalibrationsCommand(older, newer, options);
  const [before, after] = [await readBaselineAt(older, endpointUrl), await readBaselineAt(newer, endpointUrl)];
  const report = diffReport(before, after, new Date());
  const { difference } = report;
  const ids = { before: before.manifest.id, after: after.manifest.id };
  if (html !== undefined) await writePage(html, diffPage(report));
  if (json) printJson({ ids, ...difference });
  else
    printText(
      [describeDifference(ids, difference), ...(html === undefined ? [] : [`page written to ${html}`])].join('\n'),
    );
  process.exitCode = difference.equal ? exitCodes.success : exitCodes.findings;
}

const columns = ['feature', 'status', 'type', 'completeness', 'domain', 'drift', 'limit'].map((title) => ({ title }));

function describeDifference(
  ids: { before: string; after: string },
  { equal, rows, features, config }: BaselineDifference,
): string {
  const heading = `baseline ${ids.before} (${rows.before} rows) -> ${ids.after} (${rows.after} rows)`;
  if (equal) return `${heading}\nequal`;
  const differing = features.filter(({ status }) => status !== 'same');
  const changed = differing.flatMap(({ feature, constraints }) =>
    constraints.map((change) => formatChange(feature, change)),
  );
  return [
    heading,
    '',
    ...textTable(columns, differing.map(tableRow)),
    ...(differing.length < features.length
      ? [`${features.length - differing.length} of ${features.length} features unchanged`]
      : []),
    ...(changed.length + config.length > 0 ? ['', 'changed constraints:'] : []),
    ...config.map((change) => formatChange('monitoring_config', change)),
    ...changed,
  ].join('\n');
}

function tableRow({ feature, status, position, type, completeness, domain, drift }: FeatureDifference): string[] {
  const moved = status === 'changed' && position.before !== position.after;
  return [
    feature,
    moved ? `moved, position ${(position.before ?? 0) + 1} -> ${(position.after ?? 0) + 1}` : status,
    formatMove(type.before, type.after),
    formatMove(formatShare(completeness.before), formatShare(completeness.after)),
    domain
      ? andMore([...domain.added.map((v) => `+${v}`), ...domain.removed.map((v) => `-${v}`)], shownCategories, ' ')
      : '',
    drift ? drift.distance.toFixed(4) : '',
    drift ? `${drift.threshold}${drift.distance > drift.threshold ? ' exceeded' : ''}` : '',
  ];
}

/** Categories that a cell lists; `--json` has all. */
const shownCategories = 5;

const formatShare = (share: number | undefined) => (share === undefined ? undefined : `${+(share * 100).toFixed(2)}%`);

function formatMove(before: string | undefined, after: string | undefined): string {
  return before === after ? (after ?? '') : `${before ?? '-'} -> ${after ?? '-'}`;
}

function formatChange(where: string, { path, before, after }: Change): string {
  return `  ${where}: ${path} ${formatValue(before)} -> ${formatValue(after)}`;
}

const formatValue = (value: unknown) => (value === undefined ? 'none' : JSON.stringify(value));
