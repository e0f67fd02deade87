import type { RehearsalReport } from '../../rehearsal/model/rehearsalReport';
import { sampleReport } from './sampleReport';

/** The sample with one text put wherever a report holds text that came from data. */
export function hostileReport(text: string): RehearsalReport {
  const report = sampleReport();
  return {
    ...report,
    stack: text,
    endpoint: text,
    environment: [{ name: text, value: text }],
    links: report.links.map((link) => ({ ...link, id: text, title: text, expected: text, observed: text })),
    steps: report.steps.map((step) => ({ ...step, title: text, detail: text })),
    hours: report.hours.map((hour) => ({
      ...hour,
      exitMessage: text,
      violations: hour.violations.map((violation) => ({ ...violation, feature_name: text, description: text })),
    })),
    distributions: report.distributions.map((distribution) => ({ ...distribution, feature: text, unit: text })),
    alarms: report.alarms.map((alarm) => ({ ...alarm, name: `critical.local.churn.${text}` })),
    messages: report.messages.map((message) => ({ ...message, alarmName: text, summary: text })),
    audit: report.audit.map((entry) => ({ ...entry, who: text, action: text, target: text, eventId: text })),
    incidents: report.incidents.map(() => ({ key: text, title: text, markdown: text })),
    rejects: report.rejects.map((reject) => ({ ...reject, file: text, reason: text })),
    policyFindings: report.policyFindings.map((finding) => ({
      ...finding,
      policy: text,
      resource: text,
      message: text,
    })),
    calls: { ...report.calls, findings: [{ kind: 'faulty response', operation: text, problem: text }] },
    roles: {
      granted: [{ role: text, action: text, resource: text, calls: 0, reason: text }],
      denied: [text],
    },
    imitated: [{ part: text, how: text }],
  };
}
