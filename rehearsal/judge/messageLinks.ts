import { parseAlarmName, type Route, routes } from '../../contract/alarmNames';
import type { Observations } from '../play/observations';
import { type Link, listNames } from './link';

/** Messages that a route must get: one per raised alarm of its severities that is not muted. */
function dueMessages({ hours }: Observations, route: Route): string[] {
  const severities: readonly string[] = routes[route];
  return hours.flatMap(({ transitions }) =>
    transitions
      .filter(
        ({ alarm, to, muted }) =>
          to === 'ALARM' && !muted && severities.includes(parseAlarmName(alarm)?.severity ?? ''),
      )
      .map(({ alarm, at }) => `${alarm} ${at.toISOString()}`),
  );
}

function routeLink(route: Route, receiver: string): Link {
  return {
    id: `${route}-hears`,
    title: `${receiver} gets its messages and no others`,
    expected: `one message per raised alarm of severity ${routes[route].join(', ')}`,
    judge: (observations) => {
      const received = observations.messages
        .filter((message) => message.route === route && message.state === 'ALARM' && parseAlarmName(message.alarmName))
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

/** Links from alarms to people. */
export const messageLinks: readonly Link[] = [
  routeLink('pager', 'The pager'),
  routeLink('tickets', 'The ticket queue'),
  routeLink('digest', 'The e-mail digest'),
];
