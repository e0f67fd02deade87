import type { DigestEndpoint, DigestFacts } from '../../incidents/digest/digest';
import type { Incident, MessageEntry } from '../../incidents/document/incident';
import { sampleIncidents } from '../../scripts/docs/sampleIncidents';

/** The end of the sample's digest. The day before has the end of one sample incident and the start of another. */
export const digestEnd = new Date('2026-11-06T13:00:00Z');

export const sampleEndpoint: DigestEndpoint = {
  endpoint: 'churn',
  owner: 'payments-ml',
  silenceHours: 2,
  lastReport: '2026-11-06T12:00:00.000Z',
  windows: 24,
  driftAlarms: 0,
  exactAlarms: 0,
};

/** The sample incident with an id. */
export function sampleIncidentOf(id: string, changes: Partial<Incident> = {}): Incident {
  const incident = sampleIncidents.find((record) => record.incident.id === id)?.incident;
  if (!incident) throw new Error(`no sample incident ${id}`);
  return { ...incident, ...changes };
}

export const messageEntry = (changes: Partial<MessageEntry>): MessageEntry => ({
  id: 'churn-2026110612.1',
  kind: 'opened',
  severity: 'warning',
  state: 'sent',
  at: '2026-11-06T12:50:00.000Z',
  ...changes,
});

export const quietHours = {
  endpoints: ['*'],
  severities: ['warning' as const],
  daily: { from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' },
  reason: 'quiet hours',
  author: 'ana@example.com',
  until: '2026-12-31T00:00:00Z',
};

export const digestFacts = (changes: Partial<DigestFacts> = {}): DigestFacts => ({
  stack: 'prod',
  from: new Date(digestEnd.getTime() - 24 * 3_600_000),
  to: digestEnd,
  endpoints: [sampleEndpoint, { ...sampleEndpoint, endpoint: 'arrival-delay', owner: 'flight-ops' }],
  incidents: sampleIncidents.map(({ incident }) => incident),
  mutes: [],
  ...changes,
});
