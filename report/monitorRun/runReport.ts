import type { BaselineManifest } from '../../contract/baselineManifest';
import type { FeatureStatistics, Reject, Violation } from '../../contract/modelMonitorFiles';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import type { WindowAnalysis } from '../../quality/monitor/analyzeWindow';
import { type RunFeature, runFeatures } from './runFeatures';

/** Captures that a run read; instants are ISO 8601 in UTC. */
export interface RunWindow {
  /** First hour, and the hour to stop before; undefined if open. */
  readonly from?: string;
  readonly to?: string;
  /** Hours of the first and last capture file, if their paths contain them. */
  readonly firstHour?: string;
  readonly lastHour?: string;
  /** Number of capture files. */
  readonly files: number;
  /** For captures in the store: variants, and number of late files. */
  readonly variants?: readonly string[];
  readonly lateFiles?: number;
}

/** Status of a run, in Model Monitor's terms. */
type RunStatus = 'Completed' | 'CompletedWithViolations' | 'Failed';

/** A column of the window or the baseline, if their numbers of columns differ. */
export interface UnmatchedColumns {
  readonly before: readonly FeatureStatistics[];
  readonly after: readonly FeatureStatistics[];
}

/** Content of the page of a run. */
export interface RunReport {
  /** ISO 8601 instant. */
  readonly writtenAt: string;
  readonly status: RunStatus;
  /** Reason why there was nothing to compare, one sentence; undefined if there was. */
  readonly reason?: string;
  readonly window: RunWindow;
  readonly baseline: BaselineManifest;
  /** Number of analyzed rows. */
  readonly rows: number;
  /** Rejects in the report's file. */
  readonly rejects: readonly Reject[];
  /** Number of all rejected lines and rows. */
  readonly rejectCount: number;
  readonly violations: readonly Violation[];
  /** Whether the checks that Model Monitor skips were made. */
  readonly strict: boolean;
  /** Whether the baseline's config disables all checks. */
  readonly unchecked: boolean;
  /** Sorted by severity; empty if the columns could not be matched. */
  readonly features: readonly RunFeature[];
  /** Columns of both sides, if their numbers differ. */
  readonly unmatched?: UnmatchedColumns;
}

interface RunFacts {
  readonly writtenAt: Date;
  readonly window: RunWindow;
  readonly baseline: OpenBaseline;
}

/** Prepares a run for its page. */
export function runReport(analysis: WindowAnalysis, { writtenAt, window, baseline }: RunFacts): RunReport {
  const { statistics, constraints, manifest } = baseline;
  const { violations, strict_check_types } = analysis.violations;
  const matched = analysis.statistics.features.length === constraints.features.length;
  return {
    writtenAt: writtenAt.toISOString(),
    status: violations.length > 0 ? 'CompletedWithViolations' : 'Completed',
    window,
    baseline: manifest,
    rows: analysis.rows,
    rejects: analysis.rejects,
    rejectCount: analysis.rejectCount,
    violations,
    strict: strict_check_types !== undefined,
    unchecked: constraints.monitoring_config.evaluate_constraints === 'Disabled',
    features: matched ? runFeatures(analysis, baseline) : [],
    ...(!matched && { unmatched: { before: statistics.features, after: analysis.statistics.features } }),
  };
}

/** A run without anything to compare. */
export interface NothingRead {
  /** One sentence. */
  readonly reason: string;
  /** Rejects in the report's file. */
  readonly rejects: readonly Reject[];
  readonly rejectCount: number;
}

/** Prepares a run without anything to compare for its page. */
export function emptyRunReport(
  { reason, rejects, rejectCount }: NothingRead,
  { writtenAt, window, baseline }: RunFacts,
): RunReport {
  return {
    writtenAt: writtenAt.toISOString(),
    status: 'Failed',
    reason,
    window,
    baseline: baseline.manifest,
    rows: 0,
    rejects,
    rejectCount,
    violations: [],
    strict: false,
    unchecked: false,
    features: [],
  };
}
