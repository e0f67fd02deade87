import type { IncidentMessage } from '../../contract/incidentMessage';
import type { RouteKind } from '../../contract/messageRoute';
import { alarmBody } from './alarmBody';
import { emailBody } from './emailBody';
import { jiraServiceManagementBody } from './jiraServiceManagementBody';
import { pagerDutyBody } from './pagerDutyBody';
import { slackBody } from './slackBody';
import { teamsBody } from './teamsBody';

/**
 * The body of each kind of route. They are composed here and not by EventBridge's input transformers, whose templates have at
 * most 8,192 characters, no arithmetic, and no escaping of values inside texts ("Amazon EventBridge input transformation"):
 * a rule hands its part of the event to the destination as it is.
 */
const bodies = {
  message: (message) => message,
  alarm: alarmBody,
  pagerDuty: pagerDutyBody,
  jiraServiceManagement: jiraServiceManagementBody,
  slack: slackBody,
  teams: teamsBody,
  email: emailBody,
} as const satisfies Record<RouteKind, (message: IncidentMessage) => unknown>;

/** The bodies of a message for some kinds of routes. */
export function messageBodies(
  message: IncidentMessage,
  kinds: readonly RouteKind[],
): Partial<Record<RouteKind, unknown>> {
  return Object.fromEntries([...new Set(kinds)].sort().map((kind) => [kind, bodies[kind](message)]));
}
