import type { Route, Severity } from '../../contract/alarmNames';
import type { AuditEntry } from '../../contract/auditEvents';
import type { BaselineManifest } from '../../contract/baselineManifest';
import type { Reject, Violation } from '../../contract/modelMonitorFiles';
import type { FeatureDistribution } from '../../report/plot/featureDistribution';

/**
 * Results of a rehearsal as plain JSON data: all that the terminal summary and the HTML page show. Times are ISO 8601 in
 * UTC. Those of `hours`, `alarms`, `messages` and `audit` are of the simulated clock, `startedAt` and `finishedAt` of the
 * machine's.
 */
export interface RehearsalReport {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly elapsedSeconds: number;
  readonly stack: string;
  readonly endpoint: string;
  readonly region: string;
  /** Versions of Node, engine, provider and emulator. */
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  /** The baseline in effect; undefined when none was derived. */
  readonly baseline?: BaselineManifest;
  readonly links: readonly LinkResult[];
  readonly steps: readonly StepResult[];
  readonly hours: readonly HourRow[];
  readonly distributions: readonly FeatureDistribution[];
  readonly alarms: readonly AlarmRow[];
  readonly messages: readonly MessageRow[];
  /** Texts of the mailed digests, oldest first. */
  readonly digests: readonly string[];
  readonly audit: readonly AuditRow[];
  /** Undefined without a trail. */
  readonly evidence?: Evidence;
  readonly incidents: readonly IncidentDocument[];
  readonly rejects: readonly Reject[];
  readonly deployments: readonly DeploymentRow[];
  readonly policyFindings: readonly PolicyFinding[];
  readonly calls: CallChecks;
  readonly roles: RoleAccess;
  readonly imitated: readonly ImitatedPart[];
}

/** A recorded call on the monitoring, as `audit who` shows it. */
export interface AuditRow extends AuditEntry {
  readonly verdict: 'routine' | 'planned' | 'unexplained';
  /** Who did what, from where, through what, and how it is judged. */
  readonly sentence: string;
}

/** What proves the record of the day. */
export interface Evidence {
  readonly pack: EvidencePack;
  /** Who may silence the monitoring: of all calls of the dependency table on the resources of the stack. */
  readonly reach: readonly PrincipalReach[];
}

/** The evidence pack of the day. */
export interface EvidencePack {
  /** Page, relative to the folder of the packs. */
  readonly page: string;
  readonly files: number;
  readonly digests: number;
  /** Number of log files that the digests name. */
  readonly logs: number;
  /** Number of faults of the trail. */
  readonly faults: number;
  readonly controls: readonly { readonly id: string; readonly held: boolean; readonly exceptions: number }[];
  /** Whether verify.py found the index signed by the key that the rehearsal made. */
  readonly isSigned: boolean;
  /** Last line of what verify.py printed. */
  readonly verifier: string;
}

/** Which calls that silence the monitoring a principal may make. */
export interface PrincipalReach {
  /** Name of a role, or a description. */
  readonly principal: string;
  readonly allowed: number;
  /** Allowed calls that the trail does not record. */
  readonly unrecorded: readonly string[];
}

/** A link of the chain: one thing that must work. */
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

/** Captures of an hour: `captured` are the user's own, `broken: ` is followed by the defect. */
export type HourPayload = 'captured' | 'clean' | 'drifted' | 'none' | `broken: ${string}`;

/** Statuses of Model Monitor, and `NotScheduled` for an hour without a due run. */
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
  /** Number of rejected lines and rows. */
  readonly rejects: number;
  readonly status: RunStatus;
  readonly exitMessage?: string;
  readonly violations: readonly Violation[];
  /** Names of alarms that changed to ALARM after this hour. */
  readonly alarmsRaised: readonly string[];
  /** Names of alarms that changed from ALARM to OK after this hour. */
  readonly alarmsCleared: readonly string[];
  /** `s3://` URI of the report's folder; undefined when no run wrote one. */
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
  /** Whether its actions were disabled at the end of the day. */
  readonly muted: boolean;
}

/** A message to a person. */
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
  /** `mandatory` blocks the deployment. */
  readonly level: 'advisory' | 'mandatory';
}

/** Calls of the AWS API, checked against AWS's service models and the rules that they lack. */
export interface CallChecks {
  readonly calls: number;
  /** Calls whose request was checked. */
  readonly requests: number;
  /** Calls whose response was checked. */
  readonly responses: number;
  readonly findings: readonly CallFinding[];
}

export interface CallFinding {
  readonly kind: 'refused request' | 'faulty response';
  /** `<service>:<operation>`. */
  readonly operation: string;
  readonly problem: string;
}

/** What the roles of the functions were allowed and denied. */
export interface RoleAccess {
  readonly granted: readonly GrantedPermission[];
  /** AWS's messages for the denied calls. */
  readonly denied: readonly string[];
}

/** An action on a resource that a role's policies allow. */
export interface GrantedPermission {
  readonly role: string;
  readonly action: string;
  /** Pattern of ARNs. */
  readonly resource: string;
  /** Number of calls that needed it. */
  readonly calls: number;
  /** Why the role has it, if no call of the rehearsal needed it. */
  readonly reason?: string;
}

/** A part of AWS that the rehearsal imitates. */
export interface ImitatedPart {
  readonly part: string;
  readonly how: string;
}
