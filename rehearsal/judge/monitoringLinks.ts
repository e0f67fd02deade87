import { parseAlarmName } from '../../contract/alarmNames';
import type { CheckType } from '../../contract/modelMonitorFiles';
import type { ObservedHour } from '../play/observations';
import { type Link, listed } from './link';

const checkTypesOf = (hour: ObservedHour) => hour.violations.map((v) => v.constraint_check_type);
const isWhat = (alarm: string, what: string) => parseAlarmName(alarm)?.what.startsWith(what) ?? false;

/** A broken payload, and what must be found in its hour. */
function brokenLink(what: string, id: string, checkTypes: readonly CheckType[]): Link {
  return {
    id,
    title: `Broken captures are found: ${what}`,
    expected: `violations of ${checkTypes.join(', ')}`,
    judge: ({ hours }, { mock }) => {
      const hour = hours.find(({ payload }) => payload === `broken: ${what}`);
      if (!mock) return undefined;
      const found = hour ? checkTypesOf(hour) : [];
      return {
        held: checkTypes.every((type) => found.includes(type)) && hour?.status === 'CompletedWithViolations',
        observed: `${hour?.status ?? 'no run'}: ${listed(found, 6)}`,
      };
    },
  };
}

/** From captures to violations, alarms and incidents. */
export const monitoringLinks: readonly Link[] = [
  {
    id: 'runs-follow-schedule',
    title: 'The monitor runs every hour that has captures',
    expected: 'each hour with captures ends with a report, until the schedule is slowed down',
    judge: ({ hours }) => {
      const slowed = hours.findIndex(({ status }) => status === 'NotScheduled');
      const due = hours.slice(0, slowed < 0 ? hours.length : slowed).filter(({ payload }) => payload !== 'none');
      const reported = due.filter(({ reportUri }) => reportUri !== undefined);
      const failed = due.filter(({ status }) => status === 'Failed').map(({ exitMessage }) => exitMessage ?? 'failed');
      return {
        held: due.length > 0 && reported.length === due.length && failed.length === 0,
        observed: `${reported.length} of ${due.length} hours with a report${failed.length > 0 ? `; ${listed(failed, 2)}` : ''}`,
      };
    },
  },
  {
    id: 'clean-stays-quiet',
    title: 'Clean captures raise nothing',
    expected: 'no violation in any clean hour, no alarm before the first drift',
    judge: ({ hours }, { mock }) => {
      if (!mock) return undefined;
      const clean = hours.filter(({ payload }) => payload === 'clean');
      const before = hours.slice(
        0,
        hours.findIndex(({ payload }) => payload !== 'clean'),
      );
      const violations = clean.flatMap(checkTypesOf);
      const raised = before.flatMap(({ alarmsRaised }) => alarmsRaised);
      return {
        held: before.length > 0 && violations.length === 0 && raised.length === 0,
        observed: `${clean.length} clean hours, violations: ${violations.length}, alarms before the drift: ${listed(raised)}`,
      };
    },
  },
  {
    id: 'drift-is-found',
    title: 'Drifted captures violate the baseline',
    expected: 'baseline_drift_check in each drifted hour',
    judge: ({ hours }, { mock }) => {
      if (!mock) return undefined;
      const drifted = hours.filter(({ payload }) => payload === 'drifted');
      const features = drifted.flatMap(({ violations }) =>
        violations.filter((v) => v.constraint_check_type === 'baseline_drift_check').map((v) => v.feature_name),
      );
      return {
        held: drifted.length > 0 && drifted.every((hour) => checkTypesOf(hour).includes('baseline_drift_check')),
        observed: `${drifted.length} drifted hours, drift on ${listed(features, 8)}`,
      };
    },
  },
  {
    id: 'drift-raises-alarm',
    title: 'Drift raises its features’ alarms, and a clean hour clears them',
    expected: 'an alarm drift.<feature> goes off in the first drifted hour, and back when captures are clean again',
    judge: ({ hours }, { mock }) => {
      if (!mock) return undefined;
      const first = hours.findIndex(({ payload }) => payload === 'drifted');
      const raised = hours[first]?.alarmsRaised.filter((alarm) => isWhat(alarm, 'drift.')) ?? [];
      const cleared = hours.slice(first + 1).flatMap(({ alarmsCleared }) => alarmsCleared);
      return {
        held: raised.length > 0 && raised.every((alarm) => cleared.includes(alarm)),
        observed: `raised: ${listed(raised)}; cleared: ${listed(raised.filter((alarm) => cleared.includes(alarm)))}`,
      };
    },
  },
  brokenLink('missing column', 'missing-column-is-found', ['missing_column_check']),
  brokenLink('changed type', 'changed-type-is-found', [
    'data_type_check',
    'completeness_check',
    'categorical_values_check',
  ]),
  {
    id: 'unreadable-is-named',
    title: 'What cannot be read is set aside and named',
    expected: 'each unreadable line of the garbage hour with file, line and reason, and the rest analysed',
    judge: ({ hours }, { mock }) => {
      if (!mock) return undefined;
      const hour = hours.find(({ payload }) => payload === 'broken: garbage');
      const rejects = hour?.setAside ?? [];
      return {
        held: rejects.length > 0 && (hour?.rows ?? 0) > 0 && rejects.every((r) => r.file && r.line > 0 && r.reason),
        observed: `${rejects.length} set aside, ${hour?.rows ?? 0} rows analysed`,
      };
    },
  },
  {
    id: 'violations-raise-alarm',
    title: 'Every hour with violations is in alarm',
    expected: 'the violations alarm is in ALARM after each hour with violations, and only then',
    judge: ({ hours }) => {
      let state = false;
      let agree = true;
      for (const hour of hours.filter(({ status }) => status.startsWith('Completed'))) {
        if (hour.alarmsRaised.some((alarm) => isWhat(alarm, 'violations'))) state = true;
        if (hour.alarmsCleared.some((alarm) => isWhat(alarm, 'violations'))) state = false;
        agree &&= state === hour.violations.length > 0;
      }
      const withViolations = hours.filter(({ violations }) => violations.length > 0).length;
      return { held: agree, observed: `${withViolations} of ${hours.length} hours had violations` };
    },
  },
  {
    id: 'incidents-written',
    title: 'Each violating stretch is an incident document in the store',
    expected: 'a document under incidents/ where there were violations, every message handled',
    judge: ({ hours, incidents, failedMessages }) => {
      const needed = hours.some(({ violations }) => violations.length > 0);
      return {
        held: failedMessages === 0 && incidents.length > 0 === needed,
        observed: `${incidents.length} documents, messages not handled: ${failedMessages}`,
      };
    },
  },
];
