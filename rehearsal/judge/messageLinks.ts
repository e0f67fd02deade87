import { parseAlarmName, type Route, routes } from '../../contract/alarmNames';
import type { Observations } from '../play/observations';
import { type Link, listed } from './link';

/** The messages that the raised alarms owe a route, but for those of muted alarms. */
function owed({ hours }: Observations, route: Route): string[] {
  const wanted: readonly string[] = routes[route];
  return hours.flatMap(({ transitions }) =>
    transitions
      .filter(
        ({ alarm, to, muted }) => to === 'ALARM' && !muted && wanted.includes(parseAlarmName(alarm)?.severity ?? ''),
      )
      .map(({ alarm, at }) => `${alarm} ${at.toISOString()}`),
  );
}

function routeLink(route: Route, who: string): Link {
  return {
    id: `${route}-hears`,
    title: `${who} hears of what it should, and of nothing else`,
    expected: `one message for each alarm of severity ${routes[route].join(', ')}`,
    judge: (seen) => {
      const got = seen.messages
        .filter((message) => message.route === route && message.state === 'ALARM' && parseAlarmName(message.alarmName))
        .map(({ alarmName, at }) => `${alarmName} ${at}`);
      const due = owed(seen, route);
      const [missing, extra] = [due.filter((m) => !got.includes(m)), got.filter((m) => !due.includes(m))];
      return {
        held: missing.length === 0 && extra.length === 0 && got.length === due.length,
        observed: `${got.length} of ${due.length} messages${missing.length > 0 ? `; missing ${listed(missing, 2)}` : ''}${extra.length > 0 ? `; not due ${listed(extra, 2)}` : ''}`,
      };
    },
  };
}

/** From alarms to people. */
export const messageLinks: readonly Link[] = [
  routeLink('pager', 'The pager'),
  routeLink('tickets', 'The ticket queue'),
  routeLink('digest', 'The e-mail digest'),
];
