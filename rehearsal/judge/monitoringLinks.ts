import { parseAlarmName } from '../../contract/alarmNames';
import type { CheckType } from '../../contract/modelMonitorFiles';
import { storePrefixes } from '../../contract/storeLayout';
import type { ObservedHour } from '../play/observations';
import { incidentFix } from '../standIns/people';
import { type Link, listNames } from './link';

const checkTypes = (hour: ObservedHour) => hour.violations.map((violation) => violation.constraint_check_type);
const isOnPromises = (alarm: string) => parseAlarmName(alarm)?.what === 'promises';

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
    title: 'Drift raises an alarm, and a clean hour clears it',
    expected:
      'an alarm on broken promises is raised in the first drifted hour, and cleared when captures are clean again',
    judge: ({ hours }, { mock }) => {
      if (!mock) return undefined;
      const first = hours.findIndex(({ payload }) => payload === 'drifted');
      const raised = hours[first]?.alarmsRaised.filter(isOnPromises) ?? [];
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
    id: 'broken-promises-raise-alarm',
    title: 'Every hour with broken promises is in alarm',
    expected: 'the alarm of each severity is in ALARM after each hour that breaks a promise of it, and after no other',
    judge: ({ hours, baseline: { manifest } }) => {
      const inAlarm = new Set<string>();
      let matches = true;
      const summarized = hours.filter(({ summary }) => summary !== undefined);
      for (const { alarmsRaised, alarmsCleared, summary } of summarized) {
        for (const alarm of alarmsRaised) inAlarm.add(alarm);
        for (const alarm of alarmsCleared) inAlarm.delete(alarm);
        const raised = [...inAlarm]
          .filter((alarm) => isOnPromises(alarm) && parseAlarmName(alarm)?.endpoint === manifest.endpoint)
          .map((alarm) => parseAlarmName(alarm)?.severity);
        const broken = new Set(summary?.brokenPromises.map(({ severity }) => severity));
        broken.delete('info');
        matches &&= raised.length === broken.size && raised.every((severity) => severity && broken.has(severity));
      }
      const count = summarized.filter(({ summary }) => summary?.brokenPromises.length).length;
      return { held: matches, observed: `${count} of ${summarized.length} hours with a report break promises` };
    },
  },
  {
    id: 'incidents-written',
    title: 'Broken promises are documented as incidents in the store',
    expected: 'an incident document if any hour breaks a promise, and no failed message',
    judge: ({ hours, incidents, failedMessages }) => {
      const needed = hours.some(({ summary }) => summary?.brokenPromises.length);
      return {
        held: failedMessages === 0 && incidents.length > 0 === needed,
        observed: `${incidents.length} documents, failed messages: ${failedMessages}`,
      };
    },
  },
  {
    id: 'incident-names-window',
    title: 'An incident names the window that broke, and a clean run closes it',
    expected:
      'the first incident opens with the first drifted hour, whose report has the key of the hour after it, and is closed by the next clean hour',
    judge: ({ hours, incidents, baseline: { manifest } }, { mock }) => {
      if (!mock) return undefined;
      const first = hours.findIndex(({ payload }) => payload === 'drifted');
      const clean = hours.slice(first).find(({ payload }) => payload === 'clean');
      const incident = incidents.find(({ key }) => key.startsWith(`${storePrefixes.incidents}${manifest.endpoint}/`));
      const field = (name: string) => new RegExp(`^${name}: "?([^"\\n]+)`, 'm').exec(incident?.markdown ?? '')?.[1];
      return {
        held: field('opened') === hours[first]?.hour && field('closed') === clean?.hour,
        observed: `opened: ${field('opened') ?? 'never'}; closed: ${field('closed') ?? 'never'}`,
      };
    },
  },
  {
    id: 'incident-names-fix',
    title: 'An incident names an earlier one like it, with its recorded fix',
    expected: 'the incident of the hours that drift again names the first one, with the fix that a person recorded',
    judge: ({ incidents, baseline: { manifest } }, { mock }) => {
      if (!mock) return undefined;
      const own = incidents.filter(({ key }) => key.startsWith(`${storePrefixes.incidents}${manifest.endpoint}/`));
      const [first] = own;
      const naming = own.filter(
        ({ title, markdown }) =>
          title !== first?.title &&
          markdown.includes(`- [${first?.title}](`) &&
          markdown.includes(`Fix: ${incidentFix.fix}`),
      );
      return {
        held: naming.length > 0,
        observed: `named by: ${naming.map(({ title }) => title).join(', ') || 'none'}`,
      };
    },
  },
];
