import type { IncidentRecord } from '../../incidents/memory/incidentRecord';

const at = '2026-11-02T08:00:00.000Z';

/** An incident whose every text from data or people is the same one. */
export function hostileIncident(text: string): IncidentRecord {
  return {
    key: 'incidents/churn/2026/churn-2026110208.md',
    notes: text,
    incident: {
      id: 'churn-2026110208',
      endpoint: 'churn',
      schema: 'v1',
      schedule: 'analyzer',
      status: 'open',
      opened: at,
      lastWindow: at,
      checkTypes: ['baseline_drift_check'],
      features: [text, `${text}.`],
      violations: [text, `${text}.`].map((feature) => ({
        feature,
        checkType: 'baseline_drift_check',
        severity: 'warning' as const,
        first: at,
        last: at,
        windows: 1,
        description: text,
        unusual: {
          name: feature,
          check: 'common' as const,
          score: 9,
          onceInWeeks: 12,
          reference: 'rolling' as const,
          part: text,
          isAlarm: true,
          exact: { distance: 0.2, limit: 0.1, isAlarm: true },
        },
      })),
      reports: [
        {
          window: at,
          variants: [text || 'blue'],
          key: 'reports/x/',
          version: 'v',
          rows: 10,
          rejected: 1,
          broken: [],
          causes: {},
        },
      ],
      causes: [{ cause: 'stuck-value', score: 0.5, features: [text], evidence: text, windows: 1 }],
      histograms: [
        { feature: text, window: at, categories: [text, ''], expected: [0.5, 0.5], observed: [1, 0] },
        { feature: `${text}.`, window: at, range: [0, 1], expected: [1, 0], observed: [0.2, 0.8] },
      ],
      rejects: [{ file: text, line: 1, reason: text }],
      rejectedLines: 1,
      runbooks: [{ feature: `${text}.`, steps: [`Ask ${text}`.slice(0, 1_000)] }],
      similar: [{ id: 'churn-2026110108', similarity: 0.5, cause: text, fix: text }],
      actions: [{ action: 'resolve', by: text, at, cause: text, fix: text, note: text }],
      messages: [],
    },
  };
}
