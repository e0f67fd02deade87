import { parseAlarmName, type Route, routes } from '../../contract/alarmNames';
import type { Observations } from '../play/observations';
import { type Link, listNames } from './link';

/**
 * Messages that a route must get: one per raised alarm of its severities that is not muted, and not told by an incident. The
 * pager's subscription is gone when the monitoring was silenced.
 */
function dueMessages({ hours, silenced }: Observations, route: Route): string[] {
  const severities: readonly string[] = routes[route];
  const isTold = (alarm: string) => parseAlarmName(alarm)?.what === 'promises';
  return [...hours, ...(silenced && route !== 'pager' ? [silenced] : [])].flatMap(({ transitions }) =>
    transitions
      .filter(
        ({ alarm, to, muted }) =>
          to === 'ALARM' && !muted && !isTold(alarm) && severities.includes(parseAlarmName(alarm)?.severity ?? ''),
      )
      .map(({ alarm, at }) => `${alarm} ${at.toISOString()}`),
  );
}

/** Last parts of the names of alarms. */
const alarmed = ['promises', 'silence', 'undelivered', 'delayed', 'dead-letters', 'errors', 'calls', 'checks'];

/** Whether a message is of an alarm, and not about an incident or of the audit function on a change or a fault of the monitoring. */
const isOfAlarm = (alarmName: string) => alarmed.includes(parseAlarmName(alarmName)?.what ?? '');

/** Whether a message is about an incident, after which its alarm is named. */
const isOfIncident = (alarmName: string) => /-\d{10,12}$/.test(parseAlarmName(alarmName)?.what ?? '');

function routeLink(route: Route, receiver: string): Link {
  return {
    id: `${route}-hears`,
    title: `${receiver} gets its messages and no others`,
    expected: `one message per raised alarm of severity ${routes[route].join(', ')}, without those on broken promises`,
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

/** Id of an incident of the canary. */
const canaryIncident = /\bcanary-\d{10}/;

const canaryLink: Link = {
  id: 'canary-arrives',
  title: 'The daily canary goes the way of a report and its message, and nobody sees it',
  expected: 'one message in the queue of canaries; none on a route, in a digest or among the incidents',
  judge: ({ canaries, messages, digests, incidents }, { mock }) => {
    // Hours of own data may end before the daily run.
    if (!mock && digests.length === 0) return undefined;
    const shown = [
      ...messages.map(({ alarmName }) => alarmName),
      ...digests,
      ...incidents.map(({ markdown }) => markdown),
    ].filter((text) => canaryIncident.test(text));
    return {
      held: canaries.length === 1 && shown.length === 0,
      observed: `${canaries.length} in the queue, ${shown.length} elsewhere`,
    };
  },
};

/** Entries of the messages in an incident document's front matter. */
const entryPattern = /- id: "?([^"\n]+)"?\n\s+kind: (\w+)\n\s+severity: (\w+)\n\s+state: (\w+)/g;

/** Whether pager and ticket queue got the messages that the incident documents list, and no others. */
const incidentMessages: Link = {
  id: 'one-message-an-incident',
  title: 'People hear of an incident once when it opens and once when it ends',
  expected:
    'each message that an incident document lists and no mute held back, once on each route of its severities; at most two an incident and route',
  judge: ({ incidents, messages }) => {
    const entries = incidents.flatMap(({ markdown }) =>
      [...markdown.matchAll(entryPattern)].map(([, ...entry]) => entry),
    );
    const listed = entries.filter(([, , , state]) => state !== 'held');
    const verdicts = (['pager', 'tickets'] as const).map((route) => {
      const severities: readonly string[] = routes[route];
      const due = listed
        .filter(([, , severity = '']) => severities.includes(severity))
        .map(([id = '', kind]) => `${id.split('.')[0]} ${kind === 'closed' ? 'OK' : 'ALARM'}`)
        .sort();
      const received = messages
        .filter((message) => message.route === route && isOfIncident(message.alarmName))
        .map(({ alarmName, state }) => `${parseAlarmName(alarmName)?.what} ${state}`)
        .sort();
      const counts = received.map(
        (name) => received.filter((other) => other.split(' ')[0] === name.split(' ')[0]).length,
      );
      return { route, isWhole: due.join() === received.join(), most: Math.max(0, ...counts), received };
    });
    return {
      held:
        listed.every(([, , , state]) => state === 'sent') &&
        verdicts.every(({ isWhole, most }) => isWhole && most <= 2),
      observed: verdicts
        .map(({ route, received, most }) => `${route}: ${received.length} messages, at most ${most} an incident`)
        .join('; '),
    };
  },
};

/** Links from alarms and incidents to people. */
export const messageLinks: readonly Link[] = [
  routeLink('pager', 'The pager'),
  routeLink('tickets', 'The ticket queue'),
  digestLink,
  canaryLink,
  incidentMessages,
];
