import type { Route, Severity } from '../../contract/alarmNames';
import type { AuditEntry } from '../../contract/auditEvents';
import type { BaselineManifest } from '../../contract/baselineManifest';
import type { Reject, Violation } from '../../contract/modelMonitorFiles';
import type { FeatureDistribution } from '../../report/plot/featureDistribution';

/**
 * Everything that a rehearsal saw, as plain JSON data: what the terminal summary and the HTML page show, and nothing that
 * they would have to work out from elsewhere. Instants are ISO 8601 in UTC. Those of `hours`, `alarms`, `messages` and
 * `audit` are of the rehearsal's simulated clock; `startedAt` and `finishedAt` are of the machine's.
 */
export interface RehearsalReport {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly elapsedSeconds: number;
  readonly stack: string;
  readonly endpoint: string;
  readonly region: string;
  /** What ran: versions of Node, engine, provider, emulator, the commit. */
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  /** The baseline that the hours were compared with; undefined when none was derived. */
  readonly baseline?: BaselineManifest;
  readonly links: readonly LinkResult[];
  readonly steps: readonly StepResult[];
  readonly hours: readonly HourRow[];
  readonly distributions: readonly FeatureDistribution[];
  readonly alarms: readonly AlarmRow[];
  readonly messages: readonly MessageRow[];
  readonly audit: readonly AuditEntry[];
  readonly incidents: readonly IncidentDocument[];
  readonly rejects: readonly Reject[];
  readonly deployments: readonly DeploymentRow[];
  readonly policyFindings: readonly PolicyFinding[];
  readonly imitated: readonly ImitatedPart[];
}

/** One link of the chain, and whether it held. */
export interface LinkResult {
  /** Kebab case, such as `drift-raises-alarm`. */
  readonly id: string;
  readonly title: string;
  readonly held: boolean;
  readonly expected: string;
  readonly observed: string;
}

export interface StepResult {
  readonly title: string;
  readonly seconds: number;
  readonly detail: string;
}

/** What was replayed in an hour: `captured` is somebody's own, `broken: ` goes on with what was broken. */
export type HourPayload = 'captured' | 'clean' | 'drifted' | 'none' | `broken: ${string}`;

/** Model Monitor's words; `NotScheduled` is ours, for an hour in which no run was due. */
export type RunStatus =
  | 'Pending'
  | 'InProgress'
  | 'Completed'
  | 'CompletedWithViolations'
  | 'Failed'
  | 'Stopping'
  | 'Stopped'
  | 'NotScheduled';

export interface HourRow {
  /** Start of the hour. */
  readonly hour: string;
  readonly payload: HourPayload;
  readonly rows: number;
  /** Lines and rows that were set aside. */
  readonly rejects: number;
  readonly status: RunStatus;
  readonly exitMessage?: string;
  readonly violations: readonly Violation[];
  /** Names of alarms that went into ALARM when this hour was evaluated. */
  readonly alarmsRaised: readonly string[];
  /** Names of alarms that went back to OK when this hour was evaluated. */
  readonly alarmsCleared: readonly string[];
  /** `s3://` folder of the report; undefined when no run wrote one. */
  readonly reportUri?: string;
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

interface AlarmTransition {
  readonly at: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
}

export interface AlarmRow {
  readonly name: string;
  readonly severity: Severity;
  readonly finalState: AlarmState;
  /** Oldest first. */
  readonly transitions: readonly AlarmTransition[];
  /** Whether somebody had muted it when the rehearsal ended. */
  readonly muted: boolean;
}

/** A message that a person would have got. */
export interface MessageRow {
  readonly route: Route;
  readonly at: string;
  readonly alarmName: string;
  readonly state: AlarmState;
  readonly summary: string;
}

export interface IncidentDocument {
  /** Key in the store. */
  readonly key: string;
  readonly title: string;
  readonly markdown: string;
}

/** Counts of resources. */
export interface DeploymentRow {
  readonly title: string;
  readonly created: number;
  readonly updated: number;
  readonly replaced: number;
  readonly deleted: number;
  readonly unchanged: number;
  readonly seconds: number;
}

export interface PolicyFinding {
  readonly policy: string;
  /** URN or name of the resource. */
  readonly resource: string;
  readonly message: string;
  /** `mandatory` refuses the deployment. */
  readonly level: 'advisory' | 'mandatory';
}

/** Something that AWS itself would do and the rehearsal only imitated. */
export interface ImitatedPart {
  readonly part: string;
  readonly how: string;
}
