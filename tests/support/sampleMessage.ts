import type { IncidentMessage } from '../../contract/incidentMessage';
import type { MessageEntry } from '../../incidents/document/incident';
import { composeMessage } from '../../incidents/message/composeMessage';
import { hostileIncident } from './hostileIncident';

export const messageContext = {
  stack: 'prod',
  owner: 'ml',
  runbook: 'https://runbooks.example.com/churn',
  region: 'eu-west-1',
  bucket: 'store',
  dashboard: 'model-observability-prod',
};

/** A message about an incident whose names and values contain a text. */
export function sampleMessage(text = 'score', kind: MessageEntry['kind'] = 'opened'): IncidentMessage {
  const { incident } = hostileIncident(text);
  const entry: MessageEntry = {
    id: `${incident.id}.1`,
    kind,
    severity: 'critical',
    state: 'pending',
    at: incident.opened,
  };
  return composeMessage({ ...incident, closed: incident.opened, messages: [entry] }, entry, messageContext);
}
