import type { AuditedCall } from '../../contract/auditEvents';
import type { CloudTrailRecord } from '../../contract/cloudTrailRecord';
import { parseInstant } from '../../contract/hours';
import type { PlannedMute } from '../../contract/plannedMute';
import type { Actor } from './actor';

/** `routine`: the deployment or an approval; `planned`: a mute that the settings announce. */
export type Verdict = 'routine' | 'planned' | 'unexplained';

/** What explains a call. */
export interface Explanations {
  /** ARNs of the roles and users that deploy the stack. */
  readonly deploymentRoles: readonly string[];
  /** ARNs of the roles and users that approve baselines and register schemas. */
  readonly approvers: readonly string[];
  readonly mutes: readonly PlannedMute[];
}

export interface Judgement {
  readonly verdict: Verdict;
  /** Why it is routine or planned, or why an explanation at hand does not cover it. */
  readonly reason?: string;
}

interface JudgedRecord {
  readonly record: CloudTrailRecord;
  readonly call: AuditedCall;
  readonly actor: Actor;
  /** The tool that the call came through. */
  readonly program: string;
}

/** Judges whether a call is routine, planned or unexplained. */
export function judgeCall(judged: JudgedRecord, explanations: Explanations): Judgement {
  const { call, actor, program } = judged;
  if (isOneOf(explanations.deploymentRoles, actor)) {
    if (program !== 'the console') return { verdict: 'routine', reason: 'call of the deployment role' };
    return { verdict: 'unexplained', reason: 'the deployment role was used in the console' };
  }
  if (
    isOneOf(explanations.approvers, actor) &&
    (call.kind === 'baseline modified' || call.kind === 'schema modified')
  ) {
    return { verdict: 'routine', reason: 'call of an approver' };
  }
  return judgeMute(judged, explanations.mutes) ?? { verdict: 'unexplained' };
}

/** Whether the permissions of an actor come from one of the roles or users. A session's ARN lacks the role's path. */
function isOneOf(arns: readonly string[], { issuer }: Actor): boolean {
  if (issuer === undefined) return false;
  const withoutPath = (arn: string) => arn.replace(/:(role|user)\/.*\/([^/]+)$/, ':$1/$2');
  return arns.some(
    (arn) => arn === issuer || (!issuer.includes('/', issuer.indexOf('/') + 1) && withoutPath(arn) === issuer),
  );
}

/** Calls that a planned mute covers: those that mute alarms for a time, and those that end it. */
const mutingCalls: ReadonlySet<string> = new Set(['DisableAlarmActions', 'PutAlarmMuteRule', 'EnableAlarmActions']);

function judgeMute({ record, call }: JudgedRecord, mutes: readonly PlannedMute[]): Judgement | undefined {
  if (!mutingCalls.has(record.eventName) || call.names.length === 0) return undefined;
  const covering = mutes.filter(({ alarms = [] }) => call.names.every((name) => alarms.includes(name)));
  const problems = covering.map((mute) => ({ mute, problem: muteProblem(record, mute) }));
  const planned = problems.find(({ problem }) => problem === undefined);
  if (planned) return { verdict: 'planned', reason: planned.mute.reason };
  const [first] = problems;
  return first && { verdict: 'unexplained', reason: first.problem };
}

/** Why a planned mute of the same alarms does not cover a call; undefined if it does. */
function muteProblem(
  { eventName, eventTime, requestParameters }: CloudTrailRecord,
  mute: PlannedMute,
): string | undefined {
  const [at, until] = [Date.parse(eventTime), Date.parse(mute.until)];
  if (mute.from !== undefined && at < Date.parse(mute.from))
    return `before the planned mute, which starts ${mute.from}`;
  // Ending a mute is part of the plan, however late.
  if (eventName === 'EnableAlarmActions') return undefined;
  if (at > until) return `after the planned mute, which ended ${mute.until}`;
  if (eventName !== 'PutAlarmMuteRule') return undefined;
  const { expireDate } = requestParameters ?? {};
  const expiry = typeof expireDate === 'string' ? parseInstant(expireDate) : undefined;
  if (expiry === undefined) return `a mute rule without expiry; the planned mute ends ${mute.until}`;
  return expiry.getTime() > until
    ? `a mute rule that expires after the planned mute, which ends ${mute.until}`
    : undefined;
}
