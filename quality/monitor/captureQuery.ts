import { type Column, captureKeyOf } from '../../contract/captureSchema';
import { queryProblem } from '../../contract/largeWindows';
import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { type CaptureCounts, type CountedColumn, type CountedSide, countCaptures } from '../../queries/captureCounts';
import type { CaptureSelection } from '../../queries/captureRows';
import type { CutFeature } from '../calibrated/countedWindow';
import { judgedFeatures } from '../calibrated/pastWindows';
import type { CaptureSide } from '../record/readingPlan';
import type { Comparison } from './judgeWindow';

/** The statements that count a window's captures, or why a query cannot read them, in one clause. */
export type CaptureQuery = { readonly statements: readonly string[] } | { readonly problem: string };

/** Bytes of a statement that Athena takes ("Service quotas" of its guide). */
const longestStatement = 262_144;

/**
 * Makes the statement that counts a window's captures at a baseline's cut points, or several if one for all columns would be
 * too long: each counts some columns, and the rows. `calibrated` are the features of a calibration, which are cut as it has
 * them; the others are cut as the baseline's statistics.
 */
export function captureQuery(
  selection: CaptureSelection,
  { schema, statistics, constraints }: Comparison,
  calibrated: readonly CutFeature[] = [],
): CaptureQuery {
  const problem = schema ? queryProblem(schema) : 'the baseline has no capture schema; derive it again';
  if (!schema || problem !== undefined) return { problem: problem ?? '' };
  const cut = [...judgedFeatures(statistics.features), ...calibrated];
  const bins = new Map(cut.map((feature) => [feature.name, feature.bins]));
  const features = new Map(statistics.features.map((feature) => [feature.name, feature]));
  const domains = new Map(constraints.features.map((of) => [of.name, of.string_constraints?.domains ?? []]));
  const sideOf = (side: CaptureSide): CountedSide => ({
    isDeclaredCsv: schema.captures?.[side]?.contentType !== undefined,
    columns: schema[side].map((column): CountedColumn => {
      const { name, ignored = false } = column;
      return {
        name: captureKeyOf(column),
        isText: !isNumber(column),
        isIgnored: ignored,
        nullIsMissing: schema[side].length === 1 && isNumber(column),
        bins: bins.get(name),
        trackedTexts: domains.get(name) ?? [],
        center: meanOf(features.get(name)),
      };
    }),
  });
  const counts: CaptureCounts = { ...selection, output: sideOf('output'), input: sideOf('input') };
  const statements = statementsOf(counts);
  const isTooLong = statements.some((sql) => Buffer.byteLength(sql) > longestStatement);
  return isTooLong ? { problem: `its columns do not fit a statement of ${longestStatement} bytes` } : { statements };
}

function statementsOf(counts: CaptureCounts): string[] {
  const sql = countCaptures(counts);
  const names = [...counts.output.columns, ...counts.input.columns].flatMap((of) => (of.isIgnored ? [] : of.name));
  if (Buffer.byteLength(sql) <= longestStatement || names.length < 2) return [sql];
  const half = Math.ceil(names.length / 2);
  return [names.slice(0, half), names.slice(half)].flatMap((some) => {
    const only = ({ columns, ...side }: CountedSide): CountedSide => ({
      ...side,
      columns: columns.map((column) => (some.includes(column.name) ? column : { ...column, isIgnored: true })),
    });
    return statementsOf({ ...counts, output: only(counts.output), input: only(counts.input) });
  });
}

const isNumber = ({ type }: Column) => type === 'Integral' || type === 'Fractional';
const meanOf = (feature: FeatureStatistics | undefined) => feature?.numerical_statistics?.mean ?? 0;
