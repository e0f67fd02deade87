import { parseAlarmName } from '../../contract/alarmNames';
import { storePrefixes } from '../../contract/storeLayout';
import type { Observations, ObservedHour } from '../play/observations';
import { type Link, listNames } from './link';

/** Hours in which both engines could report. */
function comparableHours({ hours }: Observations): ObservedHour[] {
  return hours.filter(({ analyzer }) => analyzer?.differences !== undefined);
}

/** Changes of an endpoint's alarms on promises in an hour, such as `critical ALARM`. */
function promiseChanges({ transitions }: ObservedHour, endpoint: string): string[] {
  return transitions.flatMap(({ alarm, to }) => {
    const parts = parseAlarmName(alarm);
    return parts?.endpoint === endpoint && parts.what === 'promises' ? [`${parts.severity} ${to}`] : [];
  });
}

/** Links of the analyzer's endpoint, which gets the same captures as the managed monitor's. */
export const analyzerLinks: readonly Link[] = [
  {
    id: 'analyzer-agrees',
    title: 'The analyzer runs for every hour, and its reports equal the managed monitor’s',
    expected:
      'no failed invocation, a record of a run for each hour, and equal statistics, constraints and violations in each hour with both reports',
    judge: (observations, { analyzed }) => {
      if (!analyzed) return undefined;
      const { hours } = observations;
      const recorded = hours.filter(({ analyzer }) => analyzer?.status !== undefined);
      const problems = hours.flatMap(({ analyzer }) => analyzer?.problems ?? []);
      const compared = comparableHours(observations);
      const different = compared.flatMap(({ hour, analyzer }) =>
        (analyzer?.differences ?? []).map((name) => `${hour} ${name}`),
      );
      return {
        held:
          compared.length > 0 && recorded.length === hours.length && problems.length === 0 && different.length === 0,
        observed: [
          `${recorded.length} of ${hours.length} hours analyzed, ${compared.length} compared`,
          `different: ${listNames(different, 2)}`,
          ...(problems.length > 0 ? [`failed: ${listNames(problems, 2)}`] : []),
        ].join('; '),
      };
    },
  },
  {
    id: 'analyzer-raises-alarms',
    title: 'The analyzer’s reports raise the same alarms and open as many incidents',
    expected:
      'in each hour with both reports, the same changes of the alarms on broken promises; as many incidents, at least one',
    judge: (observations, { analyzed, day }) => {
      if (!analyzed) return undefined;
      const [own, other] = [analyzed.day.endpoint, day.endpoint];
      const compared = comparableHours(observations);
      const changes = compared.map((hour) => promiseChanges(hour, own).sort().join());
      const differing = compared.filter((hour, i) => promiseChanges(hour, other).sort().join() !== changes[i]);
      const incidentsOf = (endpoint: string) =>
        observations.incidents.filter(({ key }) => key.startsWith(`${storePrefixes.incidents}${endpoint}/`)).length;
      return {
        held:
          changes.some((change) => change.includes('ALARM')) &&
          differing.length === 0 &&
          incidentsOf(own) > 0 &&
          incidentsOf(own) === incidentsOf(other),
        observed: `hours with other changes: ${listNames(differing.map(({ hour }) => hour))}; incidents: ${incidentsOf(own)} and ${incidentsOf(other)}`,
      };
    },
  },
];
