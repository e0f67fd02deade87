import type { IncidentMessage } from '../../contract/incidentMessage';
import { shortenText } from '../../contract/shortenText';
import { messageFacts, messageLinks, violationLines } from './messageLines';

const severities = { critical: 'critical', warning: 'warning', info: 'info' } as const;

/**
 * An event of PagerDuty's Events API v2 without `routing_key`, which the connection adds. The summary has at most 1,024
 * characters, the deduplication key 255 (https://developer.pagerduty.com/docs/send-alert-event).
 */
export function pagerDutyBody(message: IncidentMessage): unknown {
  const { kind, thread, headline, endpoint, stack, severity, opened } = message;
  const shared = { dedup_key: shortenText(`${stack}/${thread}`, 255), client: 'model-observability' };
  if (kind === 'closed') return { event_action: 'resolve', ...shared };
  return {
    event_action: 'trigger',
    ...shared,
    client_url: message.links.incident,
    payload: {
      summary: shortenText(headline, 1_024),
      source: `${stack}/${endpoint}`,
      severity: severities[severity],
      timestamp: opened,
      component: endpoint,
      group: stack,
      class: message.violations[0]?.check ?? 'data contract',
      custom_details: { violations: violationLines(message), ...Object.fromEntries(messageFacts(message)) },
    },
    links: messageLinks(message).map(([text, href]) => ({ text, href })),
  };
}
