import { parseAlarmName } from '../../contract/alarmNames';
import type { CheckType } from '../../contract/modelMonitorFiles';
import type { ObservedHour } from '../play/observations';
import { type Link, listNames } from './link';

const checkTypes = (hour: ObservedHour) => hour.violations.map((violation) => violation.constraint_check_type);
const isAlarmOf = (alarm: string, what: string) => parseAlarmName(alarm)?.what.startsWith(what) ?? false;

/** A broken payload, and the violations that its hour must have. */
function brokenLink(defect: string, id: string, expectedTypes: readonly CheckType[]): Link {
  return {
    id,
    title: `Broken captures are detected: ${defect}`,
    expected: `violations of ${expectedTypes.join(', ')}`,
    judge: ({ hours }, { mock }) => {
      const hour = hours.find(({ payload }) => payload === `broken: ${defect}`);
      if (!mock) return undefined;
      const types = hour ? checkTypes(hour) : [];
      return {
        held: expectedTypes.every((type) => types.includes(type)) && hour?.status === 'CompletedWithViolations',
        observed: `${hour?.status ?? 'no run'}: ${listNames(types, 6)}`,
      };
    },
  };
}

/** Links from captures to violations, alarms and incidents. */
export const monitoringLinks: readonly Link[] = [
  {
    id: 'runs-follow-schedule',
    title: 'The monitor runs for every hour with captures',
    expected: 'a report for each hour with captures, until the schedule is slowed down',
    judge: ({ hours }) => {
      const slowed = hours.findIndex(({ status }) => status === 'NotScheduled');
      const due = hours.slice(0, slowed < 0 ? hours.length : slowed).filter(({ payload }) => payload !== 'none');
      const reported = due.filter(({ reportUri }) => reportUri !== undefined);
      const failed = due.filter(({ status }) => status === 'Failed').map(({ exitMessage }) => exitMessage ?? 'failed');
      return {
        held: due.length > 0 && reported.length === due.length && failed.length === 0,
        observed: `${reported.length} of ${due.length} hours have a report${failed.length > 0 ? `; failed: ${listNames(failed, 2)}` : ''}`,
      };
    },
  },
  {
    id: 'clean-stays-quiet',
    title: 'Clean captures cause no violation and no alarm',
    expected: 'no violation in a clean hour, and no alarm before the first drift',
    judge: ({ hours }, { mock }) => {
      if (!mock) return undefined;
      const clean = hours.filter(({ payload }) => payload === 'clean');
      const before = hours.slice(
        0,
        hours.findIndex(({ payload }) => payload !== 'clean'),
      );
      const violations = clean.flatMap(checkTypes);
      const raised = before.flatMap(({ alarmsRaised }) => alarmsRaised);
      return {
        held: before.length > 0 && violations.length === 0 && raised.length === 0,
        observed: `${clean.length} clean hours, violations: ${violations.length}, alarms before the drift: ${listNames(raised)}`,
      };
    },
  },
  {
    id: 'drift-is-found',
    title: 'Drift is detected',
    expected: 'a violation of baseline_drift_check in each drifted hour',
    judge: ({ hours }, { mock }) => {
      if (!mock) return undefined;
      const drifted = hours.filter(({ payload }) => payload === 'drifted');
      const features = drifted.flatMap(({ violations }) =>
        violations.filter((v) => v.constraint_check_type === 'baseline_drift_check').map((v) => v.feature_name),
      );
      return {
        held: drifted.length > 0 && drifted.every((hour) => checkTypes(hour).includes('baseline_drift_check')),
        observed: `${drifted.length} drifted hours, drift on ${listNames(features, 8)}`,
      };
    },
  },
  {
    id: 'drift-raises-alarm',
    title: 'Drift raises alarms, and a clean hour clears them',
    expected: 'an alarm drift.<feature> is raised in the first drifted hour, and cleared when captures are clean again',
    judge: ({ hours }, { mock }) => {
      if (!mock) return undefined;
      const first = hours.findIndex(({ payload }) => payload === 'drifted');
      const raised = hours[first]?.alarmsRaised.filter((alarm) => isAlarmOf(alarm, 'drift.')) ?? [];
      const cleared = hours.slice(first + 1).flatMap(({ alarmsCleared }) => alarmsCleared);
      return {
        held: raised.length > 0 && raised.every((alarm) => cleared.includes(alarm)),
        observed: `raised: ${listNames(raised)}; cleared: ${listNames(raised.filter((alarm) => cleared.includes(alarm)))}`,
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
    title: 'Unusable records are rejected with their place',
    expected: 'file, line and reason of each unusable record of the garbage hour, and the rest analyzed',
    judge: ({ hours }, { mock }) => {
      if (!mock) return undefined;
      const hour = hours.find(({ payload }) => payload === 'broken: garbage');
      const rejects = hour?.rejectedRecords ?? [];
      return {
        held: rejects.length > 0 && (hour?.rows ?? 0) > 0 && rejects.every((r) => r.file && r.line > 0 && r.reason),
        observed: `${rejects.length} rejected records, ${hour?.rows ?? 0} rows analyzed`,
      };
    },
  },
  {
    id: 'violations-raise-alarm',
    title: 'Every hour with violations raises the violations alarm',
    expected: 'the violations alarm is in ALARM after each hour with violations, and after no other',
    judge: ({ hours }) => {
      let inAlarm = false;
      let matches = true;
      for (const hour of hours.filter(({ status }) => status.startsWith('Completed'))) {
        if (hour.alarmsRaised.some((alarm) => isAlarmOf(alarm, 'violations'))) inAlarm = true;
        if (hour.alarmsCleared.some((alarm) => isAlarmOf(alarm, 'violations'))) inAlarm = false;
        matches &&= inAlarm === hour.violations.length > 0;
      }
      const withViolations = hours.filter(({ violations }) => violations.length > 0).length;
      return { held: matches, observed: `${withViolations} of ${hours.length} hours have violations` };
    },
  },
  {
    id: 'incidents-written',
    title: 'Violations are documented as incidents in the store',
    expected: 'an incident document if any hour has violations, and no failed message',
    judge: ({ hours, incidents, failedMessages }) => {
      const needed = hours.some(({ violations }) => violations.length > 0);
      return {
        held: failedMessages === 0 && incidents.length > 0 === needed,
        observed: `${incidents.length} documents, failed messages: ${failedMessages}`,
      };
    },
  },
];
