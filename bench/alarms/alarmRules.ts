import type { Calibration, Persistence } from '../../contract/calibration';
import type { FeatureStatistics, Statistics } from '../../contract/modelMonitorFiles';
import type { Level } from '../../quality/calibrated/alarmEpisodes';
import { judgeWindow } from '../../quality/calibrated/judgeWindow';
import type { WeekCounts } from '../../quality/calibrated/rollingWeeks';
import { suggestConstraints } from '../../quality/constraints/suggestConstraints';
import { featureDrift } from '../../quality/drift/featureDrift';
import { Kernel } from '../../quality/kernel/kernel';
import { ColumnAccumulator } from '../../quality/profile/columnAccumulator';
import { columnProfile } from '../../quality/profile/columnStatistics';
import type { Row } from './dataSets';

/** A window's features, or some of them: those that are left out are not judged. */
export interface JudgedFeatures {
  readonly from: Date;
  readonly rows: number;
  readonly features: readonly FeatureStatistics[];
}

/** A rule that was fitted to a history. */
export interface AlarmRule {
  readonly name: 'exact' | 'calibrated';
  readonly persistence: Persistence;
  levelOf(window: JudgedFeatures): Level;
}

/** Model Monitor's rule with its default threshold. */
export function exactRule(baseline: Statistics): AlarmRule {
  const limits = suggestConstraints(baseline).monitoring_config.distribution_constraints;
  const byName = new Map(baseline.features.map((feature) => [feature.name, feature]));
  const hasDrift = (current: FeatureStatistics) => {
    const reference = byName.get(current.name);
    const drift = reference && featureDrift(reference, current, limits);
    return drift !== undefined && drift.distance > drift.threshold;
  };
  const levelOf = ({ features }: JudgedFeatures) => (features.some(hasDrift) ? 'extreme' : 'usual');
  return { name: 'exact', persistence: { unusual: 1, of: 1 }, levelOf };
}

export function calibratedRule(calibration: Calibration, weeks: WeekCounts): AlarmRule {
  const levelOf = ({ from, rows, features }: JudgedFeatures) => {
    const byName = new Map(features.map((feature) => [feature.name, feature]));
    return judgeWindow(calibration, { from, rows, featureOf: (name) => byName.get(name), weeks }).level;
  };
  return { name: 'calibrated', persistence: calibration.persistence, levelOf };
}

/** statistics.json of rows, as the monitor computes it. */
export function statisticsOf(rows: readonly Row[]): Statistics {
  const names = Object.keys(rows[0] ?? {});
  const features = names.map((name) =>
    columnOf(name, (add) => {
      for (const row of rows) add(row[name] || null);
    }),
  );
  return { version: 0, dataset: { item_count: rows.length }, features };
}

const kernel = new Kernel();

/** The statistics of a column of texts. */
export function columnOf(name: string, fill: (add: (text: string | null) => void) => void): FeatureStatistics {
  const column = new ColumnAccumulator([], kernel);
  fill((text) => column.addText(text));
  return columnProfile(name, column).statistics;
}
