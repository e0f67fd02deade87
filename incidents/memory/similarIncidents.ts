import type { Incident } from '../document/incident';

/** What incidents are compared by. */
interface ComparedIncident extends Pick<Incident, 'id' | 'endpoint' | 'opened' | 'checkTypes' | 'features'> {
  readonly causes: readonly Pick<Incident['causes'][number], 'cause' | 'score' | 'features'>[];
}

/** What counts in a fingerprint. A cause says more than the checks that its values happened to break. */
const weights = { cause: 4, featureOfCause: 2, check: 1, feature: 1, endpoint: 1 };

/** Weights of what characterizes an incident: causes by their score, features, checks, endpoint. */
function fingerprint({ endpoint, causes, checkTypes, features }: ComparedIncident): Map<string, number> {
  const parts = new Map([[`endpoint ${endpoint}`, weights.endpoint]]);
  const highest = causes[0]?.score ?? 1;
  for (const { cause, score, features: shownBy } of causes) {
    const part = score / highest;
    parts.set(`cause ${cause}`, weights.cause * part);
    for (const feature of shownBy)
      parts.set(`${cause} of ${feature}`, (weights.featureOfCause * part) / shownBy.length);
  }
  for (const checkType of checkTypes) parts.set(`check ${checkType}`, weights.check);
  for (const feature of features) parts.set(`feature ${feature}`, weights.feature / features.length);
  return parts;
}

/** Weighted Jaccard similarity of two fingerprints: 0 if they share nothing, 1 if they are equal. */
function similarity(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let [shared, all] = [0, 0];
  for (const part of new Set([...a.keys(), ...b.keys()])) {
    shared += Math.min(a.get(part) ?? 0, b.get(part) ?? 0);
    all += Math.max(a.get(part) ?? 0, b.get(part) ?? 0);
  }
  return shared / all;
}

/** Incidents that share less are not called similar. */
const minimumSimilarity = 0.3;

/** Other incidents that resemble one, with their similarity of 0..1: the most similar first, of equal ones the newest. */
export function similarIncidents<T extends { readonly incident: ComparedIncident }>(
  incident: ComparedIncident,
  records: readonly T[],
): (T & { readonly similarity: number })[] {
  const own = fingerprint(incident);
  return records
    .filter((record) => record.incident.id !== incident.id && record.incident.checkTypes.length > 0)
    .map((record) => ({ ...record, similarity: similarity(own, fingerprint(record.incident)) }))
    .filter((record) => record.similarity >= minimumSimilarity)
    .sort((a, b) => b.similarity - a.similarity || b.incident.opened.localeCompare(a.incident.opened));
}
