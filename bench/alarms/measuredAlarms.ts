import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultPower } from '../../contract/calibration';
import type { RuleName } from './alarmRules';
import type { DataSet } from './dataSets';

/** Events of some cases. */
export interface Share {
  readonly events: number;
  readonly cases: number;
}

interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Found faults of one severity. */
export interface FoundFaults extends Share, Interval {
  /** Missed faults of which no window is more unusual than past windows, for rules that know how unusual one is. */
  readonly missedAsUsual?: number;
}

/** How one kind of fault is found; shares are 0..1. */
export interface FaultFigures
  extends Pick<FaultPower, 'fault' | 'severity' | 'injections' | 'withinTwo' | 'withinSix'> {
  /** Windows until half of the injections raised an alarm; null if fewer than half do within six. */
  readonly medianWindows: number | null;
}

/** Judged windows of a week, those in alarm, and the episodes that began. */
export interface WeekFigures {
  readonly windows: number;
  readonly alarms: number;
  readonly episodes: number;
}

/** What one rule did on one data set. */
export interface RuleFigures {
  readonly rule: RuleName;
  /** Whether its limits were raised until the weeks before the baseline keep the budget. */
  readonly isRaised: boolean;
  /** Weeks that it was tested on: the peers on those of two tests. */
  readonly weeks: number;
  /** Of judged windows without a fault. */
  readonly windowsInAlarm: Share;
  readonly episodes: number;
  readonly episodesPerWeek: Interval & { readonly value: number };
  /** Faults found within two windows, and within six. */
  readonly severe: FoundFaults;
  readonly moderate: FoundFaults;
  /** Drawn windows in alarm, by their rows. */
  readonly drawn: readonly Share[];
  readonly faults: readonly FaultFigures[];
  /** By tested week, in order of time. */
  readonly byWeek: readonly WeekFigures[];
}

/** What was measured on one data set. */
export interface DataSetFigures extends Pick<DataSet, 'id' | 'what' | 'isKept' | 'historyWeeks' | 'testWeeks'> {
  readonly tests: number;
  /** Weeks that were tested, and their windows with enough rows. */
  readonly weeks: number;
  readonly judgedWindows: number;
  /** Start of the first tested week, ISO 8601. */
  readonly from: string;
  readonly rules: readonly RuleFigures[];
  /** Windows in alarm by week after a change that stays, under a calibration from before it. */
  readonly newRegime: readonly Share[];
  /** Windows in alarm by four weeks after a calibration that is not renewed. */
  readonly unrenewed: readonly Share[];
}

/** `bench/alarms/measured.json`, which the documentation shows. */
export interface MeasuredAlarms {
  /** Alarm episodes a week. */
  readonly budget: number;
  readonly dataSets: readonly DataSetFigures[];
  /** What a reader must know of these figures, in sentences. */
  readonly note?: string;
}

const measuredFile = join(__dirname, 'measured.json');

export function measuredAlarms(): MeasuredAlarms {
  return JSON.parse(readFileSync(measuredFile, 'utf8')) as MeasuredAlarms;
}
