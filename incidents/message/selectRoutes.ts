import type { MessageRoute } from '../../contract/messageRoute';
import type { Incident, MessageEntry } from '../document/incident';
import { heardMessages } from '../document/incidentMessages';

/**
 * The routes that deliver a message: those for the endpoint's owner and the message's severity. The end of an incident goes
 * to the routes of all severities that it had.
 */
export function selectRoutes(
  routes: readonly MessageRoute[],
  { messages }: Pick<Incident, 'messages'>,
  { kind, severity }: MessageEntry,
  owner: string,
): MessageRoute[] {
  const severities =
    kind === 'closed' ? [severity, ...heardMessages(messages).map((message) => message.severity)] : [severity];
  return routes.filter(
    (route) =>
      (route.owners === undefined || route.owners.includes(owner)) &&
      route.severities.some((one) => severities.includes(one)),
  );
}
