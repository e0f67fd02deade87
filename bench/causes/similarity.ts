import { hourMs } from '../../contract/hours';
import { addReport, openIncident } from '../../incidents/document/incident';
import { similarIncidents } from '../../incidents/memory/similarIncidents';
import { likelyCauses } from '../../quality/causes/likelyCauses';
import type { LabelledIncident } from './labelledIncidents';

const first = Date.parse('2026-11-02T00:00:00Z');

/** Incidents of labelled windows, a day apart, each with its label. */
function incidentsOf(labelled: readonly LabelledIncident[]) {
  return labelled.map(({ cause, ...sides }, i) => {
    const hour = new Date(first + i * 24 * hourMs);
    const causes = likelyCauses({ ...sides, brokenPromises: [] });
    const features = [...new Set(causes.flatMap((likely) => likely.features))];
    const report = {
      endpoint: 'flights',
      schema: 'v1',
      monitoringSchedule: 'analyzer',
      hour,
      to: new Date(hour.getTime() + hourMs),
      key: `reports/${i}/`,
      version: 'v1',
      brokenPromises: features.map((feature) => ({
        feature,
        check: 'baseline_drift_check',
        severity: 'warning' as const,
        description: '',
      })),
      causes,
      rejects: [],
      rejectCount: 0,
      rows: sides.current.dataset.item_count,
    };
    return { cause, incident: addReport(openIncident(report), report) };
  });
}

/** How many incidents have one of the same cause as the most similar among earlier ones, the memory. */
export function recall(memory: readonly LabelledIncident[], queries: readonly LabelledIncident[]): number {
  const known = incidentsOf(memory);
  return incidentsOf(queries).filter(({ cause, incident }) => {
    const [best] = similarIncidents({ ...incident, id: 'query' }, known);
    return best?.cause === cause;
  }).length;
}
