import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { andMore } from '../../contract/andMore';
import { UserError } from '../../contract/userError';
import type { BaselineDifference, Change, FeatureDifference } from '../../quality/baseline/diffBaselines';
import { diffPage } from '../../report/baselineDiff/diffPage';
import { diffReport } from '../../report/baselineDiff/diffReport';
import { textTable } from '../../report/text/textTable';
import { readBaselineAt } from '../input/readBaselineAt';
import { exitCodes } from '../terminal/exitCodes';
import { print, printJson } from '../terminal/print';

interface DiffOptions {
  readonly html?: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Shows what differs between two baselines, and sets the exit code by whether anything does. */
export async function diffCommand(older: string, newer: string, options: DiffOptions): Promise<void> {
  const { html, endpointUrl, json } = options;
  const [before, after] = [await readBaselineAt(older, endpointUrl), await readBaselineAt(newer, endpointUrl)];
  const report = diffReport(before, after, new Date());
  const { found } = report;
  const ids = { before: before.manifest.id, after: after.manifest.id };
  if (html !== undefined) await writePage(html, diffPage(report));
  if (json) printJson({ ids, ...found });
  else print([described(ids, found), ...(html === undefined ? [] : [`page written to ${html}`])].join('\n'));
  process.exitCode = found.equal ? exitCodes.fine : exitCodes.found;
}

async function writePage(file: string, page: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, page);
  } catch (error) {
    throw new UserError(`${file}: cannot be written (${(error as Error).message})`);
  }
}

const columns = ['feature', '', 'type', 'completeness', 'domain', 'drift', 'limit'].map((title) => ({ title }));

function described(
  ids: { before: string; after: string },
  { equal, rows, features, config }: BaselineDifference,
): string {
  const heading = `baseline ${ids.before} (${rows.before} rows) -> ${ids.after} (${rows.after} rows)`;
  if (equal) return `${heading}\nequal`;
  const rest = features.filter(({ status }) => status !== 'same');
  const changed = rest.flatMap(({ feature, constraints }) => constraints.map((change) => sentence(feature, change)));
  return [
    heading,
    '',
    ...textTable(columns, rest.map(rowOf)),
    ...(rest.length < features.length
      ? [`${features.length - rest.length} of ${features.length} features are the same`]
      : []),
    ...(changed.length + config.length > 0 ? ['', 'Changed constraints:'] : []),
    ...config.map((change) => sentence('monitoring_config', change)),
    ...changed,
  ].join('\n');
}

function rowOf({ feature, status, position, type, completeness, domain, drift }: FeatureDifference): string[] {
  const moved = status === 'changed' && position.before !== position.after;
  return [
    feature,
    moved ? `moved, place ${(position.before ?? 0) + 1} -> ${(position.after ?? 0) + 1}` : status,
    arrow(type.before, type.after),
    arrow(percent(completeness.before), percent(completeness.after)),
    domain
      ? andMore([...domain.added.map((v) => `+${v}`), ...domain.removed.map((v) => `-${v}`)], shownCategories, ' ')
      : '',
    drift ? drift.distance.toFixed(4) : '',
    drift ? `${drift.threshold}${drift.distance > drift.threshold ? ' exceeded' : ''}` : '',
  ];
}

/** Categories that a cell shows; `--json` has all. */
const shownCategories = 5;

const percent = (share: number | undefined) => (share === undefined ? undefined : `${+(share * 100).toFixed(2)}%`);

function arrow(before: string | undefined, after: string | undefined): string {
  return before === after ? (after ?? '') : `${before ?? '-'} -> ${after ?? '-'}`;
}

function sentence(where: string, { path, before, after }: Change): string {
  return `  ${where}: ${path} ${shown(before)} -> ${shown(after)}`;
}

const shown = (value: unknown) => (value === undefined ? 'none' : JSON.stringify(value));
