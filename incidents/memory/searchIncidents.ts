import MiniSearch, { type SearchOptions } from 'minisearch';
import type { IncidentRecord } from './incidentRecord';
import { recordedFix } from './incidentState';

/** Indexed texts of an incident. */
interface SearchText {
  readonly key: string;
  readonly id: string;
  readonly endpoint: string;
  readonly features: string;
  readonly checks: string;
  readonly resolution: string;
  readonly notes: string;
  readonly violations: string;
}

type Field = Exclude<keyof SearchText, 'key'>;

/** Fields and their weights: what people wrote about a cause counts more than the monitor's sentences. */
const weights = {
  id: 3,
  endpoint: 2,
  features: 3,
  checks: 2,
  resolution: 3,
  notes: 2,
  violations: 1,
} as const satisfies Record<Field, number>;

const fields = Object.keys(weights) as Field[];

/** One typing error in words of four to seven characters, more in longer ones; beginnings of words match too. */
const searchOptions: SearchOptions = {
  boost: weights,
  fuzzy: (term) => (term.length < 4 ? false : 0.2),
  prefix: (term) => term.length > 2,
  combineWith: 'AND',
};

export interface FoundIncident extends IncidentRecord {
  /** Higher is better; comparable within one search only. */
  readonly score: number;
  /** Words of the incident that match. */
  readonly matches: readonly string[];
}

/** Finds incidents that contain all words, the best first; if none does, those that contain any. */
export function searchIncidents(records: readonly IncidentRecord[], words: string): FoundIncident[] {
  const index = new MiniSearch<SearchText>({ idField: 'key', fields, tokenize, searchOptions });
  index.addAll(records.map(searchText));
  const byKey = new Map(records.map((record) => [record.key, record]));
  const all = index.search(words);
  const results = all.length > 0 ? all : index.search(words, { combineWith: 'OR' });
  return results.flatMap(({ id, score, terms }) => {
    const record = byKey.get(id as string);
    return record ? [{ ...record, score, matches: terms }] : [];
  });
}

function searchText({ key, incident, notes }: IncidentRecord): SearchText {
  const { cause = '', fix = '' } = recordedFix(incident) ?? {};
  return {
    key,
    id: incident.id,
    endpoint: incident.endpoint,
    features: incident.features.join('\n'),
    checks: incident.checkTypes.join('\n'),
    resolution: `${cause}\n${fix}`,
    notes,
    violations: incident.violations.map(({ description }) => description).join('\n'),
  };
}

/** Words of letters and digits, and whole names such as `dep_delay`. */
function tokenize(text: string): string[] {
  const names = text.split(/[^\p{L}\p{N}_-]+/u);
  return [...new Set([...names, ...names.flatMap((name) => name.split(/[_-]/))])].filter(Boolean);
}
