import { formatCount } from '../../report/text/formats';
import type { ChainFault } from '../chain/chainFault';
import type { VerifiedChain } from '../chain/verifyTrail';
import type { JudgedCall } from '../judge/judgedCall';
import type { UnreadableFile } from '../trail/readTrail';
import { expiryOf, type MuteSpan } from './muteSpan';

/** ISO 8601 instants; the end is exclusive. */
interface Period {
  readonly from: string;
  readonly to: string;
}

/** What the controls are judged by. */
export interface Evidence {
  readonly period: Period;
  /** Judged calls of the period, in order of time. */
  readonly calls: readonly JudgedCall[];
  readonly mutes: readonly MuteSpan[];
  readonly chains: readonly VerifiedChain[];
  readonly faults: readonly ChainFault[];
  readonly unreadable: readonly UnreadableFile[];
  /** Number of records that were read. */
  readonly records: number;
}

/** A case in which a control does not hold. */
export interface ControlException {
  readonly text: string;
  /** Who caused it; undefined for a file. */
  readonly author?: string;
  /** ISO 8601 instant, or an hour for a file. */
  readonly at: string;
  /** When it ends by itself; undefined if it does not. */
  readonly expiry?: string;
}

export type ControlId = keyof typeof controls;

/** A control with its result for a period. */
export interface ControlResult {
  readonly id: ControlId;
  readonly claim: string;
  readonly method: string;
  /** Files of the pack. */
  readonly evidence: readonly string[];
  readonly period: Period;
  readonly held: boolean;
  /** What was checked, such as `12 calls`. */
  readonly checked: string;
  readonly exceptions: readonly ControlException[];
}

interface Control {
  readonly claim: string;
  readonly method: string;
  readonly evidence: readonly string[];
  readonly checked: (evidence: Evidence) => string;
  readonly exceptions: (evidence: Evidence) => ControlException[];
}

const exceptionOf = (call: JudgedCall): ControlException => ({
  text: call.sentence,
  author: call.who,
  at: call.when,
  expiry: expiryOf(call),
});
const unexplained = ({ calls }: Evidence) => calls.filter(({ verdict }) => verdict === 'unexplained');
const ofKinds = (evidence: Evidence, kinds: readonly JudgedCall['kind'][]) =>
  unexplained(evidence)
    .filter(({ kind }) => kinds.includes(kind))
    .map(exceptionOf);
const calls = (evidence: Evidence) => formatCount(evidence.calls.length, 'call');

/** The controls of a pack. Their ids are those of the mappings. */
const controls = {
  'record-complete': {
    claim: 'The record of the period is complete and unaltered.',
    method:
      "Hash of every log file and digest, CloudTrail's signature of every digest, and digests that follow each other without a gap.",
    evidence: ['verification.json', 'trail/'],
    checked: ({ chains }) =>
      `${formatCount(
        chains.reduce((sum, { digests }) => sum + digests, 0),
        'digest',
      )} and ${formatCount(
        chains.reduce((sum, { logs }) => sum + logs, 0),
        'log file',
      )}`,
    exceptions: ({ chains, faults, unreadable }) => [
      ...(chains.length === 0 ? [{ text: 'no digest file covers the period', at: 'the whole period' }] : []),
      ...faults.map(({ kind, file, hour, until, text }) => ({
        text: `${kind}: ${file}: ${text}`,
        at: until === undefined ? hour : `${hour} to ${until}`,
      })),
      ...unreadable.map(({ key, reason }) => ({ text: `not read: ${key}: ${reason}`, at: 'unknown' })),
    ],
  },
  'record-protected': {
    claim: 'Nobody weakened the trail, its bucket, its log or the keys outside the deployment.',
    method: 'Calls that stop or change the trail, and buckets, keys and log groups of the monitoring.',
    evidence: ['changes.json'],
    checked: calls,
    exceptions: (evidence) =>
      ofKinds(evidence, ['evidence weakened', 'bucket weakened', 'key weakened', 'log weakened']),
  },
  'changes-explained': {
    claim: 'Every change of the monitoring is routine or planned.',
    method: 'Every recorded call that cuts the monitoring, judged by deployment roles, approvers and planned mutes.',
    evidence: ['changes.json', 'trail/'],
    checked: (evidence) => `${calls(evidence)} in ${formatCount(evidence.records, 'record')}`,
    exceptions: (evidence) => unexplained(evidence).map(exceptionOf),
  },
  'mutes-limited': {
    claim: 'Every mute of an alarm has a reason and an end.',
    method: 'Calls that disable the actions of alarms or mute them by a rule, and the calls that end this.',
    evidence: ['mutes.json', 'changes.json'],
    checked: ({ mutes }) => formatCount(mutes.length, 'mute'),
    exceptions: ({ mutes }) =>
      mutes
        .filter(({ to, reason }) => to === undefined || reason === undefined)
        .map(({ alarm, from, to, actor, reason }) => ({
          text: `${alarm}: ${[...(reason === undefined ? ['no reason'] : []), ...(to === undefined ? ['no end'] : [])].join(', ')}`,
          author: actor,
          at: from,
          expiry: to,
        })),
  },
  'baselines-approved': {
    claim: 'Only approvers and the deployment changed baselines and registered schemas.',
    method: 'Writes and deletions of objects under baselines/ and schemas/.',
    evidence: ['changes.json'],
    checked: calls,
    exceptions: (evidence) => ofKinds(evidence, ['baseline modified', 'schema modified']),
  },
  'schedules-running': {
    claim: 'Nobody stopped or changed a monitoring schedule or the capture of an endpoint outside the deployment.',
    method: 'Calls that stop, change or delete schedules, job definitions, endpoints and endpoint configurations.',
    evidence: ['changes.json'],
    checked: calls,
    exceptions: (evidence) => ofKinds(evidence, ['schedule changed', 'capture changed']),
  },
  'alerts-delivered': {
    claim: 'Nobody cut the way from a report to a person outside the deployment.',
    method: 'Calls that change alarms, topics, subscriptions, queues, rules, functions and the permissions on them.',
    evidence: ['changes.json'],
    checked: calls,
    exceptions: (evidence) =>
      ofKinds(evidence, [
        'alarm muted',
        'alarm changed',
        'alert path changed',
        'event path changed',
        'function changed',
        'permissions changed',
      ]),
  },
} as const satisfies Record<string, Control>;

/** Judges every control by the evidence of a period. */
export function judgeControls(evidence: Evidence): ControlResult[] {
  return (Object.keys(controls) as ControlId[]).map((id) => {
    const { claim, method, evidence: files, checked, exceptions } = controls[id] as Control;
    const cases = exceptions(evidence);
    return {
      id,
      claim,
      method,
      evidence: files,
      period: evidence.period,
      held: cases.length === 0,
      checked: checked(evidence),
      exceptions: cases,
    };
  });
}
