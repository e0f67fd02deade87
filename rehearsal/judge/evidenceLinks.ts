import { parseAlarmName } from '../../contract/alarmNames';
import type { AuditEntry, AuditKind } from '../../contract/auditEvents';
import { baselineKey } from '../../contract/storeLayout';
import { contractorName, slowedSchedule } from '../standIns/contractor';
import { type Link, listed } from './link';

function evidenceLink(id: string, title: string, kind: AuditKind, action: string): Link {
  return {
    id,
    title,
    expected: `${action} by ${contractorName}, with its instant and its target`,
    judge: ({ audit }, { mock }) => {
      if (!mock) return undefined;
      const found = audit.filter(
        (entry) => entry.kind === kind && entry.action === action && entry.who.endsWith(`/${contractorName}`),
      );
      const [entry] = found;
      return {
        held: found.length === 1,
        observed: entry ? `${entry.when} ${entry.who} ${entry.action}` : 'not on record',
      };
    },
  };
}

/** Somebody's write of an object of a baseline. */
function baselineWrite(audit: readonly AuditEntry[], who: (arn: string) => boolean, key: string) {
  return audit.find(
    (entry) =>
      entry.kind === 'baseline modified' &&
      entry.action === 'PutObject' &&
      entry.refused === undefined &&
      who(entry.who) &&
      entry.target.includes(`"${key}"`),
  );
}

/** Approval, dead-man alarms, tampering, and what the record says of it. */
export const evidenceLinks: readonly Link[] = [
  {
    id: 'approval-on-record',
    title: 'Who approved the baseline is on record, and is not who derived it',
    expected: 'the approver of the manifest wrote it into the store, and is another than the deriver',
    judge: ({ baseline: { manifest }, audit }) => {
      const { approval, derivedBy, id } = manifest;
      const key = baselineKey(manifest, id, 'manifest.json');
      const entry = approval && baselineWrite(audit, (who) => who === approval.by, key);
      return {
        held: entry !== undefined && approval?.by !== derivedBy,
        observed: entry
          ? `${entry.when} ${entry.who} ${entry.action}, derived by ${derivedBy}`
          : `${approval?.by ?? 'nobody'} by the manifest, not on record`,
      };
    },
  },
  {
    id: 'changed-baseline-refused',
    title: 'A baseline that was changed in the store is refused, and its older version is whole',
    expected: `refused with the version that ${contractorName} wrote, who is on record; accepted after that version was deleted`,
    judge: ({ baselineTampering: seen, audit }) => {
      if (!seen) return undefined;
      const { key, versionId, refusal, refusalAfter } = seen;
      const entry = baselineWrite(audit, (who) => who.endsWith(`/${contractorName}`), key);
      const named = refusal?.includes(`constraints.json, version ${versionId}:`) ?? false;
      return {
        held: named && refusalAfter === undefined && entry !== undefined,
        observed: named
          ? `constraints.json, version ${versionId}, was refused; after its deletion: ${refusalAfter ?? 'accepted'}`
          : (refusal ?? 'the change was not noticed'),
      };
    },
  },
  evidenceLink('mute-on-record', 'Who muted an alarm is on record', 'alarm muted', 'DisableAlarmActions'),
  {
    id: 'muted-is-silent',
    title: 'A muted alarm still changes its state, and nobody hears it',
    expected: 'the muted alarms go off in the next drifted hour without a message: only the record tells',
    judge: ({ hours, tampered, messages }, { mock }) => {
      if (!mock) return undefined;
      const muted = tampered?.after.muted ?? [];
      const unheard = hours.flatMap(({ transitions }) => transitions).filter((t) => t.muted && t.to === 'ALARM');
      const told = unheard.filter(({ alarm, at }) =>
        messages.some((m) => m.alarmName === alarm && m.at === at.toISOString()),
      );
      return {
        held: muted.length > 0 && unheard.length > 0 && told.length === 0,
        observed: `muted: ${listed(muted)}; went off unheard: ${listed(unheard.map(({ alarm }) => alarm))}`,
      };
    },
  },
  evidenceLink(
    'schedule-change-on-record',
    'Who changed the schedule is on record',
    'schedule changed',
    'UpdateMonitoringSchedule',
  ),
  {
    id: 'silence-raises-alarm',
    title: 'Silence is noticed: no run, and no captures',
    expected: 'the dead-man alarms no-run and no-data go off, and page',
    judge: ({ hours, messages }, { mock }) => {
      if (!mock) return undefined;
      const raised = hours
        .flatMap(({ alarmsRaised }) => alarmsRaised)
        .filter((alarm) => ['no-run', 'no-data'].includes(parseAlarmName(alarm)?.what ?? ''));
      const paged = raised.filter((alarm) => messages.some((m) => m.route === 'pager' && m.alarmName === alarm));
      return { held: new Set(paged).size === 2, observed: `raised: ${listed(raised)}; paged: ${listed(paged)}` };
    },
  },
  {
    id: 'deployment-repairs',
    title: 'The next deployment puts back what was changed',
    expected: 'after a refreshing deployment the schedule is as configured and no alarm is muted',
    judge: ({ tampered }) =>
      tampered && {
        held:
          tampered.after.expression === slowedSchedule &&
          tampered.repaired.expression === tampered.before.expression &&
          tampered.after.muted.length > 0 &&
          tampered.repaired.muted.length === 0,
        observed: `schedule ${tampered.after.expression} is ${tampered.repaired.expression} again; muted ${tampered.after.muted.length}, then ${tampered.repaired.muted.length}`,
      },
  },
  {
    id: 'routine-on-record',
    title: 'The deployment’s own calls are on record too',
    expected: 'calls of the deployment’s identity among the records of the trail',
    judge: ({ routineCalls }) => ({ held: routineCalls > 0, observed: `${routineCalls} calls` }),
  },
];
