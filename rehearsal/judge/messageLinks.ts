import { parseAlarmName, type Route, routes } from '../../contract/alarmNames';
import type { Observations } from '../play/observations';
import { type Link, listNames } from './link';

/**
 * Messages that a route must get: one per raised alarm of its severities that is not muted. The pager's subscription is
 * gone when the monitoring was silenced.
 */
function dueMessages({ hours, silenced }: Observations, route: Route): string[] {
  const severities: readonly string[] = routes[route];
  return [...hours, ...(silenced && route !== 'pager' ? [silenced] : [])].flatMap(({ transitions }) =>
    transitions
      .filter(
        ({ alarm, to, muted }) =>
          to === 'ALARM' && !muted && severities.includes(parseAlarmName(alarm)?.severity ?? ''),
      )
      .map(({ alarm, at }) => `${alarm} ${at.toISOString()}`),
  );
}

/** Whether a message is of an alarm, and not of the audit function on a change of the monitoring. */
function isOfAlarm(alarmName: string): boolean {
  const parts = parseAlarmName(alarmName);
  return parts !== undefined && parts.what !== 'change';
}

function routeLink(route: Route, receiver: string): Link {
  return {
    id: `${route}-hears`,
    title: `${receiver} gets its messages and no others`,
    expected: `one message per raised alarm of severity ${routes[route].join(', ')}`,
    judge: (observations) => {
      const received = observations.messages
        .filter(
          ({ alarmName, ...message }) => message.route === route && message.state === 'ALARM' && isOfAlarm(alarmName),
        )
        .map(({ alarmName, at }) => `${alarmName} ${at}`);
      const due = dueMessages(observations, route);
      const missing = due.filter((message) => !received.includes(message));
      const unexpected = received.filter((message) => !due.includes(message));
      return {
        held: missing.length === 0 && unexpected.length === 0 && received.length === due.length,
        observed: [
          `${received.length} of ${due.length} messages`,
          ...(missing.length > 0 ? [`missing: ${listNames(missing, 2)}`] : []),
          ...(unexpected.length > 0 ? [`unexpected: ${listNames(unexpected, 2)}`] : []),
        ].join('; '),
      };
    },
  };
}

/** Only a day that reaches the digest's hour has one; the rehearsal's own day does. */
const digestLink: Link = {
  id: 'digest-names-incidents',
  title: 'One digest of the day is mailed, and names its incidents',
  expected: 'one mail that names every incident found before it, and no mail for an alarm',
  judge: ({ digests, incidents }, { mock }) => {
    // Hours of own data may end before the time of the digest.
    if (!mock && digests.length === 0) return undefined;
    const [digest = ''] = digests;
    const sentAt = / to (?<day>\d{4}-\d\d-\d\d) (?<time>\d\d:\d\d) UTC\)/.exec(digest)?.groups;
    const end = `${sentAt?.['day']}T${sentAt?.['time']}`;
    const due = incidents.flatMap(({ markdown }) => {
      const [id, detected] = [/^id: (\S+)$/m, /^detected: "?(\S+?)"?$/m].map((line) => line.exec(markdown)?.[1]);
      return id !== undefined && detected !== undefined && detected < end ? [id] : [];
    });
    const missing = due.filter((id) => !digest.includes(`- ${id} (`));
    return {
      held: digests.length === 1 && missing.length === 0,
      observed: `${digests.length} mails, ${due.length - missing.length} of ${due.length} incidents named`,
    };
  },
};

/** Links from alarms to people. */
export const messageLinks: readonly Link[] = [
  routeLink('pager', 'The pager'),
  routeLink('tickets', 'The ticket queue'),
  digestLink,
];
