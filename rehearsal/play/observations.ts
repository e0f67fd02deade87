import type { Reject } from '../../contract/modelMonitorFiles';
import type { WindowSummary } from '../../contract/windowSummary';
import type { WindowAnalysis } from '../../quality/monitor/judgeWindow';
import type { Deployment } from '../engine/localEngine';
import type { AlarmTransition } from '../localAws/cloudwatch/alarmNotice';
import type { KnowledgeBase } from '../model/knowledgeBase';
import type {
  AuditRow,
  CallChecks,
  Evidence,
  HourRow,
  IncidentDocument,
  MessageRow,
  PolicyFinding,
  RoleAccess,
} from '../model/rehearsalReport';
import type { MonitoringState } from '../readings/monitoringState';
import type { AnalyzedHour } from './analyzedHour';
import type { ApprovedBaseline } from './approveBaseline';
import type { BaselineTampering } from './tamperWithBaseline';

/** A deployment and its purpose. */
export interface NamedDeployment extends Deployment {
  readonly title: string;
}

/** An observed hour of the day. */
export interface ObservedHour extends HourRow {
  readonly transitions: readonly AlarmTransition[];
  readonly rejectedRecords: readonly Reject[];
  /** From the summary that the incident function wrote beside the report; undefined without a report. */
  readonly summary?: WindowSummary;
  /** Result of the monitor; undefined when no run was due, or no row could be used. */
  readonly analysis?: WindowAnalysis;
  /** Faults that the scheduled self-check of the hour found. */
  readonly faults: readonly string[];
  /** Undefined in a day without the analyzer. */
  readonly analyzer?: AnalyzedHour;
}

/** What a contractor did to silence the monitoring, and the hours after it. */
export interface SilencedHour {
  /** ISO 8601 instant of all acts. */
  readonly at: string;
  readonly acts: readonly {
    readonly title: string;
    readonly action: string;
    /** Part of the text on the fault that the self-check must find, if there is one. */
    readonly fault: string | undefined;
  }[];
  /** Faults that the last self-check found. */
  readonly faults: readonly string[];
  readonly transitions: readonly AlarmTransition[];
  /** Messages of the queue and self-checks that the audit function failed on. */
  readonly failedMessages: number;
}

/** Observations of a rehearsal, the only input of the links' verdicts. */
export interface Observations {
  readonly deployments: readonly NamedDeployment[];
  /** Mandatory findings about the store without versioning. */
  readonly refusal: readonly PolicyFinding[];
  readonly baseline: ApprovedBaseline;
  readonly hours: readonly ObservedHour[];
  readonly alarmNames: readonly string[];
  readonly messages: readonly MessageRow[];
  /** Texts of the mailed digests, oldest first. */
  readonly digests: readonly string[];
  /** Messages in the queue of canaries. */
  readonly canaries: readonly string[];
  readonly audit: readonly AuditRow[];
  /** Undefined without a trail. */
  readonly evidence?: Evidence;
  /** Number of recorded calls by the deployment. */
  readonly routineCalls: number;
  readonly incidents: readonly IncidentDocument[];
  /** Undefined without incidents. */
  readonly knowledgeBase?: KnowledgeBase;
  /** Number of messages that the incident function failed on. */
  readonly failedMessages: number;
  /** The monitoring's state before and after the contractor's changes; undefined when the day has none. */
  readonly tampered?: {
    readonly before: MonitoringState;
    readonly after: MonitoringState;
    readonly repaired: MonitoringState;
  };
  /** The contractor's change of the baseline in the store; undefined when the day has none. */
  readonly baselineTampering?: BaselineTampering;
  /** Everything that the contractor did to silence the monitoring; undefined in a day without it. */
  readonly silenced?: SilencedHour;
  readonly calls: CallChecks;
  readonly roles: RoleAccess;
  /** Resources left after the stack was destroyed; undefined when it was kept. */
  readonly leftovers?: readonly string[];
}
