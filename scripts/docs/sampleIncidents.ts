import type { FeatureHistogram } from '../../contract/featureHistogram';
import { hourMs } from '../../contract/hours';
import type { LikelyCause } from '../../contract/likelyCause';
import { type MonitorSettings, monitorSettingsKey } from '../../contract/monitorSettings';
import { parseSla } from '../../contract/sla';
import { incidentKey } from '../../contract/storeLayout';
import type { BrokenPromise } from '../../contract/windowSummary';
import {
  addReport,
  closeIncident,
  type Incident,
  openIncident,
  type RecordedAction,
  type WindowReport,
} from '../../incidents/document/incident';
import { formatIncidentDocument } from '../../incidents/document/incidentDocument';
import type { IncidentRecord } from '../../incidents/memory/incidentRecord';

interface SampleIncident {
  readonly endpoint: string;
  /** Start of the first window, ISO 8601. */
  readonly opened: string;
  readonly broken: readonly Pick<BrokenPromise, 'feature' | 'check' | 'description'>[];
  /** @default none */
  readonly causes?: readonly LikelyCause[];
  /** @default none */
  readonly histograms?: readonly FeatureHistogram[];
  /** @default 1 */
  readonly windows?: number;
  /** Whether a clean window followed. @default true */
  readonly isClosed?: boolean;
  readonly actions?: readonly RecordedAction[];
  readonly notes?: string;
}

/** The report of a window of an endpoint that breaks promises. */
function sampleWindowReport(
  { endpoint, broken, causes = [], histograms = [] }: SampleIncident,
  hour: Date,
): WindowReport {
  return {
    endpoint,
    schema: 'v1',
    monitoringSchedule: 'analyzer',
    hour,
    to: new Date(hour.getTime() + hourMs),
    baseline: '2026-10-30-5e1d0c',
    key: `reports/${endpoint}/schema=v1/${endpoint}/analyzer/${hour.toISOString().slice(0, 13).replace(/[-T]/g, '/')}/`,
    version: 'v1',
    brokenPromises: broken.map((promise) => ({ severity: 'warning', ...promise })),
    causes,
    histograms,
    rejects: [],
    rejectCount: 0,
    rows: 370,
  };
}

function sampleIncident(sample: SampleIncident): IncidentRecord {
  const { endpoint, opened, windows = 1, isClosed = true, actions = [], notes = '' } = sample;
  const hourAt = (i: number) => new Date(Date.parse(opened) + i * hourMs);
  let incident: Incident = openIncident(sampleWindowReport(sample, hourAt(0)));
  for (let i = 1; i < windows; i += 1) incident = addReport(incident, sampleWindowReport(sample, hourAt(i)));
  if (isClosed) incident = closeIncident(incident, sampleWindowReport(sample, hourAt(windows)));
  return { key: incidentKey(endpoint, hourAt(0)), incident: { ...incident, actions: [...actions] }, notes };
}

const drift = (feature: string) => ({
  feature,
  check: 'baseline_drift_check',
  description: `Baseline drift distance: 0.42 of ${feature} exceeds threshold: 0.1`,
});
const by = 'arn:aws:iam::123456789012:user/on-call';

/** Four incidents of two endpoints: resolved, acknowledged, closed and open. */
export const sampleIncidents: readonly IncidentRecord[] = [
  sampleIncident({
    endpoint: 'arrival-delay',
    opened: '2026-11-02T08:00:00.000Z',
    windows: 3,
    broken: [drift('distance')],
    causes: [
      {
        cause: 'unit-change',
        features: ['distance'],
        score: 0.94,
        evidence: 'The median of distance moved from 872 to 1403; miles to kilometers explains 99.2% of the change.',
      },
    ],
    histograms: [
      {
        feature: 'distance',
        range: [94, 4_160],
        expected: [0.22, 0.31, 0.24, 0.08, 0.05, 0.08, 0.02, 0, 0, 0],
        observed: [0.07, 0.2, 0.23, 0.19, 0.12, 0.04, 0.02, 0.04, 0.06, 0.03],
      },
    ],
    actions: [
      { action: 'acknowledge', by, at: '2026-11-02T10:30:00.000Z' },
      {
        action: 'resolve',
        by,
        at: '2026-11-02T14:00:00.000Z',
        cause: 'The feed of routes sent kilometers instead of miles.',
        fix: 'Convert kilometers in the feature pipeline.',
      },
    ],
    notes: 'The airline renamed its feed.',
  }),
  sampleIncident({
    endpoint: 'arrival-delay',
    opened: '2026-11-05T20:00:00.000Z',
    broken: [{ feature: 'wind_speed', check: 'completeness_check', description: 'Completeness: 0.4 is below 0.95' }],
    causes: [
      {
        cause: 'missing-field',
        features: ['wind_speed'],
        score: 0.9,
        evidence: 'wind_speed lost its values in about 60% of the rows; no other column lost as many.',
      },
    ],
    isClosed: false,
    actions: [{ action: 'acknowledge', by, at: '2026-11-05T21:00:00.000Z' }],
  }),
  sampleIncident({
    endpoint: 'churn',
    opened: '2026-11-03T00:00:00.000Z',
    windows: 2,
    broken: [{ feature: 'plan', check: 'categorical_values_check', description: 'Unknown category premium_plus' }],
    causes: [
      {
        cause: 'new-category',
        features: ['plan'],
        score: 0.97,
        evidence: "12% of the rows have a category in plan that the baseline lacks: 'premium_plus'.",
      },
    ],
    histograms: [
      {
        feature: 'plan',
        categories: ['basic', 'premium', 'premium_plus'],
        expected: [0.71, 0.29, 0],
        observed: [0.68, 0.2, 0.12],
      },
    ],
  }),
  sampleIncident({
    endpoint: 'churn',
    opened: '2026-11-06T12:00:00.000Z',
    windows: 5,
    broken: [drift('age'), drift('income')],
    isClosed: false,
  }),
];

const { sla } = parseSla({
  endpoint: 'churn',
  owner: 'payments-ml',
  runbook: 'https://runbooks.example.com',
  features: {},
});

/** Settings of the sample store's endpoints, with a mute and readers of digests. */
function sampleSettings(): MonitorSettings {
  if (!sla) throw new Error('the sample SLA is invalid');
  const monitor = {
    schema: 'v1',
    baseline: '2026-11-01-3f9a2c',
    engine: 'analyzer',
    schedule: 'rate(1 hour)',
  } as const;
  const monitorOf = (endpoint: string, owner: string) => ({
    ...monitor,
    owner,
    sla: { ...sla, endpoint, owner },
    featureMetrics: false,
  });
  return {
    version: 1,
    stack: 'prod',
    mutes: [
      {
        endpoints: ['churn'],
        severities: ['info'],
        reason: 'campaign in November',
        author: 'ana@example.com',
        until: '2026-11-30T00:00:00Z',
      },
    ],
    digest: { whenQuiet: 'line', audiences: [{ to: ['ml-oncall@example.com'] }] },
    endpoints: {
      'arrival-delay': monitorOf('arrival-delay', 'flight-ops'),
      churn: monitorOf('churn', 'payments-ml'),
    },
  };
}

/** The sample store of the documentation's examples. */
export function sampleIncidentPages(): Record<string, string> {
  const texts = sampleIncidents.map(
    ({ key, incident, notes }) => [`assets/incidents/${key}`, formatIncidentDocument(incident, notes)] as const,
  );
  const settings = `${JSON.stringify(sampleSettings(), null, 2)}\n`;
  return { ...Object.fromEntries(texts), [`assets/incidents/${monitorSettingsKey}`]: settings };
}
