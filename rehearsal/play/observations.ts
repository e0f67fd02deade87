import type { AuditEntry } from '../../contract/auditEvents';
import type { Reject } from '../../contract/modelMonitorFiles';
import type { WindowAnalysis } from '../../quality/monitor/analyzeWindow';
import type { Deployment } from '../engine/localEngine';
import type { AlarmTransition } from '../localAws/cloudwatch/alarmNotice';
import type { HourRow, IncidentDocument, MessageRow, PolicyFinding } from '../model/rehearsalReport';
import type { ApprovedBaseline } from './approvedBaseline';
import type { BaselineTampering } from './tamperWithBaseline';

/** A deployment, and what it was for. */
export interface NamedDeployment extends Deployment {
  readonly title: string;
}

/** An hour of the day, as it was seen. */
export interface ObservedHour extends HourRow {
  readonly transitions: readonly AlarmTransition[];
  /** What could not be read. */
  readonly setAside: readonly Reject[];
  /** What the monitor found; undefined when none ran, or could read nothing. */
  readonly analysis?: WindowAnalysis;
}

/** What stands between the program and AWS: expression of the schedule, names of the alarms whose actions are off. */
export interface TamperedState {
  readonly expression: string;
  readonly muted: readonly string[];
}

/** Everything that a rehearsal saw; the links are judged by it alone. */
export interface Observations {
  readonly deployments: readonly NamedDeployment[];
  /** Findings that refused the stack whose store had lost its versioning. */
  readonly refusal: readonly PolicyFinding[];
  readonly baseline: ApprovedBaseline;
  readonly hours: readonly ObservedHour[];
  readonly alarmNames: readonly string[];
  readonly messages: readonly MessageRow[];
  readonly audit: readonly AuditEntry[];
  /** Calls on record that the deployment itself made. */
  readonly routineCalls: number;
  readonly incidents: readonly IncidentDocument[];
  /** Messages that the incident function could not handle. */
  readonly failedMessages: number;
  readonly tampered?: {
    readonly before: TamperedState;
    readonly after: TamperedState;
    readonly repaired: TamperedState;
  };
  /** Somebody's change to the baseline in the store; undefined when the day has none. */
  readonly baselineTampering?: BaselineTampering;
  /** What was left after the stack was destroyed; undefined when it was kept. */
  readonly leftovers?: readonly string[];
}
