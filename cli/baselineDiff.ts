import { type BaselineDifference, type Change, diffBaselines, type FeatureDifference } from '../quality/diffBaselines';
import { textTable } from '../report/textTable';
import { exitCodes } from './exitCodes';
import { print, printJson } from './print';
import { readBaselineAt } from './readBaselineAt';

/** Shows what differs between two baselines, and sets the exit code by whether anything does. */
export async function diffCommand(older: string, newer: string, { json }: { readonly json: boolean }): Promise<void> {
  const [before, after] = [await readBaselineAt(older), await readBaselineAt(newer)];
  const found = diffBaselines(before, after);
  const ids = { before: before.manifest.id, after: after.manifest.id };
  if (json) printJson({ ids, ...found });
  else print(described(ids, found));
  process.exitCode = found.equal ? exitCodes.fine : exitCodes.found;
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
    domain ? fewOf([...domain.added.map((v) => `+${v}`), ...domain.removed.map((v) => `-${v}`)]) : '',
    drift ? drift.distance.toFixed(4) : '',
    drift ? `${drift.threshold}${drift.distance > drift.threshold ? ' exceeded' : ''}` : '',
  ];
}

/** Categories that a cell shows; `--json` has all. */
const shownCategories = 5;

function fewOf(marks: readonly string[]): string {
  const more = marks.length - shownCategories;
  return more > 0 ? `${marks.slice(0, shownCategories).join(' ')} and ${more} more` : marks.join(' ');
}

const percent = (share: number | undefined) => (share === undefined ? undefined : `${+(share * 100).toFixed(2)}%`);

function arrow(before: string | undefined, after: string | undefined): string {
  return before === after ? (after ?? '') : `${before ?? '-'} -> ${after ?? '-'}`;
}

function sentence(where: string, { path, before, after }: Change): string {
  return `  ${where}: ${path} ${shown(before)} -> ${shown(after)}`;
}

const shown = (value: unknown) => (value === undefined ? 'none' : JSON.stringify(value));
