import { parseAlarmName } from '../../contract/alarmNames';
import type { AuditEntry } from '../../contract/auditEvents';
import type { AuditKind } from '../../contract/dependency';
import { hourMs } from '../../contract/hours';
import { baselineKey } from '../../contract/storeLayout';
import type { Observations } from '../play/observations';
import { contractorName, slowedSchedule } from '../standIns/people';
import { type Link, listNames } from './link';

function evidenceLink(id: string, title: string, kind: AuditKind, action: string): Link {
  return {
    id,
    title,
    expected: `one record of ${action} by ${contractorName}, judged unexplained`,
    judge: ({ audit }, { mock }) => {
      if (!mock) return undefined;
      const entries = audit.filter(
        (entry) => entry.kind === kind && entry.action === action && entry.who.endsWith(`/${contractorName}`),
      );
      const [entry] = entries;
      return {
        held: entries.length === 1 && entry?.verdict === 'unexplained',
        observed: entry ? `${entry.when} ${entry.sentence}` : 'not recorded',
      };
    },
  };
}

/** The record of a caller's write of a baseline's object. */
function findBaselineWrite(audit: readonly AuditEntry[], isCaller: (arn: string) => boolean, key: string) {
  return audit.find(
    (entry) =>
      entry.kind === 'baseline modified' &&
      entry.action === 'PutObject' &&
      entry.refused === undefined &&
      isCaller(entry.who) &&
      entry.target.includes(`"${key}"`),
  );
}

/** Sentences of the audit function's messages on changes, with the time of each message. */
function changeSentences(messages: Observations['messages']): { readonly at: string; readonly text: string }[] {
  return messages
    .filter(({ route, alarmName }) => route === 'tickets' && parseAlarmName(alarmName)?.what === 'change')
    .flatMap(({ at, summary }) => summary.split('\n').map((text) => ({ at, text })));
}

/** Links of approval, tampering, silence, and the audit record. */
export const evidenceLinks: readonly Link[] = [
  {
    id: 'approval-on-record',
    title: 'The approval of the baseline is recorded, and the approver is not its author',
    expected: 'a record that the approver in the manifest wrote it, and the approver is not the author',
    judge: ({ baseline: { manifest }, audit }) => {
      const { approval, derivedBy, id } = manifest;
      const key = baselineKey(manifest, id, 'manifest.json');
      const entry = approval && findBaselineWrite(audit, (who) => who === approval.by, key);
      return {
        held: entry !== undefined && approval?.by !== derivedBy,
        observed: entry
          ? `${entry.when} ${entry.who} ${entry.action}, author ${derivedBy}`
          : `approver in the manifest: ${approval?.by ?? 'none'}, not recorded`,
      };
    },
  },
  {
    id: 'changed-baseline-refused',
    title: 'A baseline changed in the store is refused, and can be restored',
    expected: `a refusal that names the version written by ${contractorName}, a record of the write, and acceptance after that version is deleted`,
    judge: ({ baselineTampering, audit }) => {
      if (!baselineTampering) return undefined;
      const { key, versionId, refusal, refusalAfter } = baselineTampering;
      const entry = findBaselineWrite(audit, (who) => who.endsWith(`/${contractorName}`), key);
      const isNamed = refusal?.includes(`constraints.json, version ${versionId}:`) ?? false;
      return {
        held: isNamed && refusalAfter === undefined && entry !== undefined,
        observed: isNamed
          ? `constraints.json, version ${versionId}, refused; after its deletion: ${refusalAfter ?? 'accepted'}`
          : (refusal ?? 'the changed baseline was accepted'),
      };
    },
  },
  evidenceLink('mute-on-record', 'Muting an alarm is recorded', 'alarm muted', 'DisableAlarmActions'),
  {
    id: 'muted-is-silent',
    title: 'A muted alarm changes its state without a message',
    expected: 'the muted alarms are raised in the next drifted hour, and no message is sent',
    judge: ({ hours, tampered, messages }, { mock }) => {
      if (!mock) return undefined;
      const muted = tampered?.after.muted ?? [];
      const silent = hours.flatMap(({ transitions }) => transitions).filter((t) => t.muted && t.to === 'ALARM');
      const announced = silent.filter(({ alarm, at }) =>
        messages.some((m) => m.alarmName === alarm && m.at === at.toISOString()),
      );
      return {
        held: muted.length > 0 && silent.length > 0 && announced.length === 0,
        observed: `muted: ${listNames(muted)}; raised without a message: ${listNames(silent.map(({ alarm }) => alarm))}`,
      };
    },
  },
  evidenceLink(
    'schedule-change-on-record',
    'Changing the schedule is recorded',
    'schedule changed',
    'UpdateMonitoringSchedule',
  ),
  {
    id: 'silence-raises-alarm',
    title: 'Missing runs or captures raise an alarm',
    expected: 'the alarm on silence is raised, and pages',
    judge: ({ hours, messages }, { mock }) => {
      if (!mock) return undefined;
      const raised = hours
        .flatMap(({ alarmsRaised }) => alarmsRaised)
        .filter((alarm) => parseAlarmName(alarm)?.what === 'silence');
      const paged = raised.filter((alarm) => messages.some((m) => m.route === 'pager' && m.alarmName === alarm));
      return { held: paged.length > 0, observed: `raised: ${listNames(raised)}; paged: ${listNames(paged)}` };
    },
  },
  {
    id: 'silencing-is-named',
    title: 'Whoever silences the monitoring is named within the hour',
    expected: `a message to the ticket queue on each way, with the name ${contractorName}`,
    judge: ({ silenced, messages }) => {
      if (!silenced) return undefined;
      const sentences = changeSentences(messages).filter(({ at }) => at > silenced.at);
      const isNamed = (action: string) =>
        sentences.some(({ text }) => text.includes(`user ${contractorName} `) && text.includes(` with ${action}`));
      const missing = silenced.acts.filter(({ action }) => !isNamed(action)).map(({ title }) => title);
      return {
        held: silenced.acts.length > 0 && missing.length === 0,
        observed: `${silenced.acts.length - missing.length} of ${silenced.acts.length} ways named; missing: ${listNames(missing)}`,
      };
    },
  },
  {
    id: 'untouched-stack-is-clean',
    title: 'The self-check finds nothing on the untouched stack',
    expected: `no fault in the hours before ${contractorName} changes anything`,
    judge: ({ hours, audit }) => {
      const [first] = audit
        .filter(({ who }) => who.endsWith(`/${contractorName}`))
        .map(({ when }) => when)
        .sort();
      const untouched = hours.filter(
        ({ hour }) => first === undefined || Date.parse(hour) + hourMs <= Date.parse(first),
      );
      const faults = untouched.flatMap((hour) => hour.faults);
      return {
        held: untouched.length > 0 && faults.length === 0,
        observed: `${untouched.length} checks, ${faults.length} faults: ${listNames(faults, 2)}`,
      };
    },
  },
  {
    id: 'silencing-is-found',
    title: 'The self-check finds whatever is not as deployed, and who overwrote a baseline',
    expected: `a fault on each way that changes something of the stack, and ${contractorName} as author of the overwritten baseline`,
    judge: ({ silenced }) => {
      if (!silenced) return undefined;
      const { acts, faults } = silenced;
      const checked = acts.filter(({ fault }) => fault !== undefined);
      const missing = checked.filter(({ fault = '' }) => !faults.some((text) => text.includes(fault)));
      return {
        held: checked.length > 0 && missing.length === 0,
        observed: `${checked.length - missing.length} of ${checked.length} ways found; missing: ${listNames(missing.map(({ title }) => title))}`,
      };
    },
  },
  {
    id: 'filters-count-calls',
    title: 'The metric filters of the trail’s log raise an alarm too',
    expected: 'the alarm on recorded calls is raised',
    judge: ({ silenced }) => {
      if (!silenced) return undefined;
      const raised = silenced.transitions.filter(({ to }) => to === 'ALARM').map(({ alarm }) => alarm);
      return {
        held: raised.some((alarm) => parseAlarmName(alarm)?.what === 'calls'),
        observed: `raised: ${listNames(raised)}`,
      };
    },
  },
  {
    id: 'routine-is-quiet',
    title: 'Deployments and approvals send no message',
    expected: 'no message that names the deployment or the approver',
    judge: ({ messages }) => {
      const loud = changeSentences(messages).filter(({ text }) => !text.includes(`user ${contractorName} `));
      return {
        held: loud.length === 0,
        observed: `${loud.length} messages: ${listNames(
          loud.map(({ text }) => text),
          2,
        )}`,
      };
    },
  },
  {
    id: 'deployment-repairs',
    title: 'The next deployment reverts manual changes',
    expected: 'after a deployment with refresh, the schedule is as configured and no alarm is muted',
    judge: ({ tampered }) =>
      tampered && {
        held:
          tampered.after.expression === slowedSchedule &&
          tampered.repaired.expression === tampered.before.expression &&
          tampered.after.muted.length > 0 &&
          tampered.repaired.muted.length === 0,
        observed: `schedule ${tampered.after.expression} reverted to ${tampered.repaired.expression}; muted alarms: ${tampered.after.muted.length}, then ${tampered.repaired.muted.length}`,
      },
  },
  {
    id: 'evidence-pack-verifies',
    title: 'The evidence pack of the day verifies, and names what is unexplained',
    expected:
      'no fault of the trail, every digest signed, a pack signed by a KMS key that its own verifier accepts, and exceptions for the contractor’s calls only',
    judge: ({ evidence, audit }) => {
      if (!evidence) return undefined;
      const { files, digests, logs, faults, controls, isSigned, verifier } = evidence.pack;
      const unexplained = audit.filter(({ verdict }) => verdict === 'unexplained').length;
      const exceptions = controls.find(({ id }) => id === 'changes-explained')?.exceptions;
      return {
        held:
          faults === 0 &&
          digests > 0 &&
          exceptions === unexplained &&
          isSigned &&
          /complete and unaltered$/.test(verifier),
        observed: `${files} files; ${digests} digests and ${logs} log files with ${faults} faults; ${exceptions} unexplained calls; ${isSigned ? 'signed' : 'not signed'}; ${verifier}`,
      };
    },
  },
  {
    id: 'no-silence-without-record',
    title: 'Nobody can silence the monitoring without a record',
    expected:
      'the trail records every call of the dependency table that a role, or a person with all rights but on its bucket, may make',
    judge: ({ evidence }) => {
      if (!evidence) return undefined;
      const { reach } = evidence;
      const unrecorded = reach.flatMap(({ principal, unrecorded }) =>
        unrecorded.map((call) => `${principal}: ${call}`),
      );
      const calls = Math.max(0, ...reach.map(({ allowed }) => allowed));
      return {
        held: calls > 0 && unrecorded.length === 0,
        observed: `${calls} calls, ${reach.length} principals; unrecorded: ${listNames(unrecorded)}`,
      };
    },
  },
  {
    id: 'routine-on-record',
    title: 'The deployment’s own calls are recorded',
    expected: 'records of calls by the deployment’s identity in the trail',
    judge: ({ routineCalls }) => ({ held: routineCalls > 0, observed: `${routineCalls} calls` }),
  },
];
