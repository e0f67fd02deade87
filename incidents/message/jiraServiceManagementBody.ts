import type { IncidentMessage } from '../../contract/incidentMessage';
import { shortenText } from '../../contract/shortenText';
import { messageFacts, messageLinks, violationLines } from './messageLines';

const priorities = { critical: 'P1', warning: 'P3', info: 'P5' } as const;

/**
 * An alert of Jira Service Management's integration events API, or the note that closes the alert with the alias. Message at
 * most 130 characters, description 15,000, source and entity 100 and 512, tags 50
 * (https://developer.atlassian.com/cloud/jira/service-desk-ops/rest/v2/api-group-integration-events/).
 */
export function jiraServiceManagementBody(message: IncidentMessage): unknown {
  const { kind, headline, stack, endpoint, severity } = message;
  const source = shortenText(`model-observability ${stack}`, 100);
  if (kind === 'closed') return { source, note: headline };
  const lines = [
    headline,
    ...violationLines(message),
    ...messageLinks(message).map(([title, url]) => `${title}: ${url}`),
  ];
  return {
    message: shortenText(headline, 130),
    alias: message.thread,
    description: shortenText(lines.join('\n'), 15_000),
    priority: priorities[severity],
    entity: endpoint,
    source,
    tags: [severity, shortenText(stack, 50)],
    details: Object.fromEntries(messageFacts(message)),
  };
}
