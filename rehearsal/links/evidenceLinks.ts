import { parseAlarmName } from '../../contract/alarmNames';
import type { AuditKind } from '../../contract/auditEvents';
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

/** Dead-man alarms, tampering, and what the record says of it. */
export const evidenceLinks: readonly Link[] = [
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
