import type { BaselineManifest } from '../../contract/baselineManifest';
import type { FeatureStatistics, Reject, Violation } from '../../contract/modelMonitorFiles';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import type { WindowAnalysis } from '../../quality/monitor/analyzeWindow';
import { type RunFeature, runFeatures } from './runFeatures';

/** Which captures a run read; instants are ISO 8601 in UTC. */
export interface RunWindow {
  /** The first hour that was asked for, and the hour to stop before; open where one is missing. */
  readonly from?: string;
  readonly to?: string;
  /** Hours of the first and the last capture file that was read, where their paths say them. */
  readonly firstHour?: string;
  readonly lastHour?: string;
  /** Capture files that were read. */
  readonly files: number;
  /** Of an endpoint's captures in the store: the variants that were read together, and how many of the files came late. */
  readonly variants?: readonly string[];
  readonly lateFiles?: number;
}

/** Model Monitor's words for how a run ended. */
type RunStatus = 'Completed' | 'CompletedWithViolations' | 'Failed';

/** A column of the window, or of the baseline, where the two have different numbers of them. */
export interface UnmatchedColumns {
  readonly before: readonly FeatureStatistics[];
  readonly after: readonly FeatureStatistics[];
}

/** Everything that the page of one run shows. */
export interface RunReport {
  /** ISO 8601 instant. */
  readonly writtenAt: string;
  readonly status: RunStatus;
  /** Why there was nothing to compare, one sentence; undefined when there was. */
  readonly reason?: string;
  readonly window: RunWindow;
  readonly baseline: BaselineManifest;
  /** Rows analysed. */
  readonly rows: number;
  /** As many as the report's file holds. */
  readonly rejects: readonly Reject[];
  /** Lines and rows that were set aside. */
  readonly rejectCount: number;
  readonly violations: readonly Violation[];
  /** Whether the checks were made on which the managed container is silent. */
  readonly strict: boolean;
  /** Whether the baseline's config switches all checks off. */
  readonly unchecked: boolean;
  /** The worst first; empty when the columns could not be matched. */
  readonly features: readonly RunFeature[];
  /** The columns of both sides, where their numbers differ. */
  readonly unmatched?: UnmatchedColumns;
}

interface RunFacts {
  readonly writtenAt: Date;
  readonly window: RunWindow;
  readonly baseline: OpenBaseline;
}

/** What a run found, for its page. */
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

/** Why a run had nothing to compare. */
export interface NothingRead {
  /** One sentence. */
  readonly reason: string;
  /** What could not be read, as much of it as the report's file holds. */
  readonly rejects: readonly Reject[];
  readonly rejectCount: number;
}

/** That a run had nothing to compare, for its page. */
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
