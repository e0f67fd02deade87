import type { Verification } from '../chain/verifyTrail';
import type { JudgedCall } from '../judge/judgedCall';
import type { TrailReading } from '../trail/readTrail';
import { type ControlResult, judgeControls } from './controls';
import { describeLog, type LogPart, type LogRetention } from './logParts';
import { findMutes, type MuteSpan } from './muteSpan';

/** What a report is made of. */
export interface ReportArgs {
  /** Such as `2026Q4`. */
  readonly name: string;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  readonly writtenAt: string;
  readonly calls: readonly JudgedCall[];
  readonly reading: Omit<TrailReading, 'records'>;
  readonly verification: Verification;
  /** @default the settings are not known */
  readonly retention?: LogRetention;
}

/** What a pack says. */
export interface PackReport {
  readonly name: string;
  /** ISO 8601 instants; the end is exclusive. */
  readonly from: string;
  readonly to: string;
  readonly writtenAt: string;
  readonly controls: readonly ControlResult[];
  readonly calls: readonly JudgedCall[];
  readonly mutes: readonly MuteSpan[];
  readonly verification: Omit<Verification, 'digestOf'>;
  readonly log: readonly LogPart[];
}

/** Composes the report of a pack. */
export function composeReport(args: ReportArgs): PackReport {
  const { name, from, to, writtenAt, calls, reading, verification, retention } = args;
  const { digestOf: _, ...described } = verification;
  const mutes = findMutes(calls);
  const period = { from: from.toISOString(), to: to.toISOString() };
  const controls = judgeControls({
    period,
    calls,
    mutes,
    chains: verification.chains,
    faults: verification.faults,
    unreadable: reading.unreadable,
    records: reading.calls,
  });
  return {
    name,
    ...period,
    writtenAt,
    controls,
    calls,
    mutes,
    verification: described,
    log: describeLog(retention),
  };
}
