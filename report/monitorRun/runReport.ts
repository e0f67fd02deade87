import type { BaselineManifest } from '../../contract/baselineManifest';
import type { FeatureStatistics, Reject, RejectCause, Violation } from '../../contract/modelMonitorFiles';
import type { RunStatus } from '../../contract/runRecord';
import type { AlarmVerdict } from '../../contract/windowSummary';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import type { WindowAnalysis } from '../../quality/monitor/judgeWindow';
import { withoutFeatures } from '../../quality/monitor/withoutFeatures';
import { describeNotes } from '../../quality/record/describeNotes';
import type { CaptureNotes } from '../../quality/record/noteList';
import type { OtherFiles } from '../text/otherFiles';
import { type RunFeature, runFeatures } from './runFeatures';

/** Which captures or tables a run read; instants are ISO 8601 in UTC. */
export interface RunWindow {
  /** Requested first hour, and hour to stop before; a missing side is open. */
  readonly from?: string;
  readonly to?: string;
  /** Hours of the first and the last capture file, if their paths have them. */
  readonly firstHour?: string;
  readonly lastHour?: string;
  /** Files that were read. */
  readonly files: number;
  /** Names of the tables that were read instead of captures. */
  readonly tables?: readonly string[];
  /** Files of local folders that were passed over. */
  readonly otherFiles?: readonly OtherFiles[];
  /** For captures in the store: the variants that were read together, and the number of late files. */
  readonly variants?: readonly string[];
  readonly lateFiles?: number;
}

/** The columns of the baseline and of the window, when their numbers differ. */
export interface UnmatchedColumns {
  readonly before: readonly FeatureStatistics[];
  readonly after: readonly FeatureStatistics[];
}

/** Everything that the page shows. */
export interface RunReport {
  /** ISO 8601 instant. */
  readonly writtenAt: string;
  readonly status: RunStatus;
  /** Why nothing was compared, in one sentence; undefined for a run that compared. */
  readonly reason?: string;
  readonly window: RunWindow;
  readonly baseline: BaselineManifest;
  /** Rows analyzed. */
  readonly rows: number;
  /** As many as the report's file has. */
  readonly rejects: readonly Reject[];
  /** Number of rejected lines and rows. */
  readonly rejectCount: number;
  /** What the captures show besides their rows; undefined if they show nothing. */
  readonly notes?: CaptureNotes;
  /** The rejects by their reasons, the most frequent first. */
  readonly rejectCauses: readonly RejectCause[];
  /** Why drift was not judged, in one sentence. */
  readonly tooFewRows?: string;
  readonly violations: readonly Violation[];
  /** How the distributions were judged; undefined for a run that compared nothing. */
  readonly alarms?: AlarmVerdict;
  /** Whether the checks that Model Monitor skips were run. */
  readonly strict: boolean;
  /** Whether the baseline's config disables all checks. */
  readonly unchecked: boolean;
  /** Worst first; empty when columns could not be matched. */
  readonly features: readonly RunFeature[];
  /** The columns of both sides, when their numbers differ. */
  readonly unmatched?: UnmatchedColumns;
}

interface RunFacts {
  readonly writtenAt: Date;
  readonly window: RunWindow;
  readonly baseline: OpenBaseline;
}

/** Collects what the page of a run shows. */
export function runReport(
  analysis: WindowAnalysis,
  { writtenAt, window, baseline, alarms }: RunFacts & { readonly alarms?: AlarmVerdict },
): RunReport {
  const { manifest } = baseline;
  const compared = { ...baseline, ...withoutFeatures(baseline, analysis.missingColumns ?? []) };
  const { statistics, constraints } = compared;
  const { violations, strict_check_types } = analysis.violations;
  const matched = analysis.statistics.features.length === constraints.features.length;
  return {
    writtenAt: writtenAt.toISOString(),
    status: analysis.status,
    window,
    baseline: manifest,
    rows: analysis.rows,
    rejects: analysis.rejects,
    rejectCount: analysis.rejectCount,
    ...(hasNotes(analysis) && { notes: analysis }),
    rejectCauses: analysis.rejectCauses,
    tooFewRows: analysis.tooFewRows,
    violations,
    alarms,
    strict: strict_check_types !== undefined,
    unchecked: constraints.monitoring_config.evaluate_constraints === 'Disabled',
    features: matched ? runFeatures(analysis, compared) : [],
    ...(!matched && { unmatched: { before: statistics.features, after: analysis.statistics.features } }),
  };
}

function hasNotes(notes: CaptureNotes): boolean {
  return describeNotes(notes).length > 0;
}

/** A run that had nothing to compare. */
export interface NothingRead {
  /** One sentence. */
  readonly reason: string;
  /** As many rejects as the report's file has. */
  readonly rejects: readonly Reject[];
  readonly rejectCount: number;
  readonly rejectCauses: readonly RejectCause[];
  /** What the captures show; undefined if no file was read. */
  readonly notes?: CaptureNotes;
}

/** Collects what the page of a run that had nothing to compare shows. */
export function emptyRunReport(
  { reason, rejects, rejectCount, rejectCauses, notes }: NothingRead,
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
    ...(notes && hasNotes(notes) && { notes }),
    rejectCauses,
    violations: [],
    strict: false,
    unchecked: false,
    features: [],
  };
}
