import type { Severity } from '../../contract/alarmNames';
import { type Incident, incidentVariants } from '../document/incident';
import { incidentState } from '../memory/incidentState';
import { type FactSection, incidentSections, incidentSeverity, incidentTitle } from './incidentFacts';

/** Priorities of tickets; P1 in ServiceNow is impact 1 with urgency 1. */
const priorities = {
  critical: { serviceNow: '1', agent: 'CRITICAL' },
  warning: { serviceNow: '2', agent: 'MEDIUM' },
  info: { serviceNow: '3', agent: 'LOW' },
} as const satisfies Record<Severity, object>;

/**
 * Body for "Create issue" of Jira (POST /rest/api/3/issue), with a description in Atlassian Document Format
 * (https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/).
 */
export function jiraIssue(incident: Incident, project: string) {
  const text = (value: string) => ({ type: 'text', text: value });
  const paragraph = (value: string) => ({ type: 'paragraph', content: [text(value)] });
  const content = incidentSections(incident).flatMap(({ title, items }) => [
    { type: 'heading', attrs: { level: 2 }, content: [text(title)] },
    { type: 'bulletList', content: items.map((item) => ({ type: 'listItem', content: [paragraph(item)] })) },
  ]);
  return {
    fields: {
      project: { key: project },
      issuetype: { name: 'Task' },
      summary: incidentTitle(incident),
      description: { type: 'doc', version: 1, content },
      // A label has no spaces.
      labels: ['data-quality', incident.id, `severity-${incidentSeverity(incident)}`],
    },
  };
}

/** Body for a record of ServiceNow's table `incident` (POST /api/now/table/incident); the id correlates later updates. */
export function serviceNowIncident(incident: Incident) {
  const { serviceNow } = priorities[incidentSeverity(incident)];
  return {
    short_description: incidentTitle(incident, 160),
    description: plainDescription(incidentSections(incident)),
    impact: serviceNow,
    urgency: serviceNow,
    category: 'software',
    correlation_id: incident.id,
    correlation_display: 'model-observability',
  };
}

const agentActions = { open: 'created', acknowledged: 'updated', closed: 'closed', resolved: 'resolved' } as const;

/**
 * Body for a generic webhook of AWS DevOps Agent, which starts an investigation
 * (https://docs.aws.amazon.com/devopsagent/latest/userguide/configuring-capabilities-for-aws-devops-agent-invoking-devops-agent-through-webhook.html).
 */
export function investigationEvent(incident: Incident) {
  const { id, endpoint, schema, opened, lastWindow, features, checkTypes, causes } = incident;
  return {
    eventType: 'incident',
    incidentId: id,
    action: agentActions[incidentState(incident)],
    priority: priorities[incidentSeverity(incident)].agent,
    title: incidentTitle(incident),
    description: plainDescription(incidentSections(incident)),
    timestamp: opened,
    service: endpoint,
    data: {
      schema,
      variants: incidentVariants(incident).map((name) => name.slice(0, 200)),
      lastWindow,
      checkTypes,
      features: features.slice(0, 50).map((name) => name.slice(0, 200)),
      causes: causes.map(({ cause, score }) => ({ cause, score })),
    },
  };
}

const plainDescription = (sections: readonly FactSection[]) =>
  sections.map(({ title, items }) => [title, ...items.map((item) => `- ${item}`)].join('\n')).join('\n\n');
