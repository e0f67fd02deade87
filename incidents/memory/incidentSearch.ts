import MiniSearch, {
  type AsPlainObject,
  type SearchResult as Match,
  type Options,
  type SearchOptions,
} from 'minisearch';
import type { IncidentRecord } from './incidentRecord';
import { type ListedIncident, listedIncident } from './listedIncident';
import { type IncidentFilter, isSelected } from './selectIncidents';

/** Fields and their weights, the highest first: what people wrote about a cause counts more than the monitor's sentences. */
const weights = {
  resolution: 3,
  features: 3,
  id: 3,
  endpoint: 2,
  notes: 2,
  checks: 2,
  causes: 1,
  violations: 1,
} as const;

type Field = keyof typeof weights;
const fields = Object.keys(weights) as Field[];

/** Words of an incident by field, one a line, and what a search shows of it. */
interface SearchDocument extends Readonly<Record<Field, string>> {
  readonly key: string;
  readonly listed: ListedIncident;
}

/** Longer words are found by their beginning. */
const longestWord = 60;
const isNumber = /\d/;

/**
 * One typing error in words of four to seven letters, two in longer ones, none in words with digits: their neighbors are
 * other values. Beginnings of words match too.
 */
const searchOptions: SearchOptions = {
  boost: weights,
  fuzzy: (term) => (term.length < 4 || isNumber.test(term) ? false : 0.2),
  maxFuzzy: 2,
  prefix: (term) => term.length > 2,
  combineWith: 'AND',
  tokenize: wordsOf,
};

const options: Options<SearchDocument> = {
  idField: 'key',
  fields,
  storeFields: ['listed'],
  tokenize: (lines) => lines.split('\n'),
  searchOptions,
};

interface FoundIncident extends ListedIncident {
  /** Higher is better; comparable within one search only. */
  readonly score: number;
  /** Words of the incident that match. */
  readonly matches: readonly string[];
}

export interface SearchResult {
  /** How many incidents match. */
  readonly found: number;
  /** The best of them first, at most as many as asked for. */
  readonly incidents: readonly FoundIncident[];
}

/** A search index as JSON. */
export type SearchIndexJson = AsPlainObject;

/** An index of incidents by their words. It is built once for many searches, and can be kept as JSON. */
export class IncidentSearch {
  private readonly index: MiniSearch<SearchDocument>;

  /** Throws an Error if the JSON is not an index. */
  constructor(kept?: SearchIndexJson) {
    this.index = kept ? MiniSearch.loadJS(kept, options) : new MiniSearch(options);
  }

  get size(): number {
    return this.index.documentCount;
  }

  /** Adds an incident, or replaces it. */
  put(record: IncidentRecord): void {
    this.remove(record.key);
    this.index.add(searchDocument(record));
  }

  remove(key: string): void {
    if (this.index.has(key)) this.index.discard(key);
  }

  /** Finds incidents that contain all words, the best first; if none does, those that contain any. */
  search(words: string, { limit, ...filter }: IncidentFilter & { readonly limit?: number } = {}): SearchResult {
    const isFiltered = Object.values(filter).some((value) => value !== undefined);
    const selected = isFiltered && { filter: (match: Match) => isSelected(listedOf(match), filter) };
    const all = this.index.search(words, { ...selected });
    const matches = all.length > 0 ? all : this.index.search(words, { ...selected, combineWith: 'OR' });
    const incidents = matches
      .slice(0, limit)
      .map((match) => ({ ...listedOf(match), score: match.score, matches: match.terms }));
    return { found: matches.length, incidents };
  }

  toJSON(): SearchIndexJson {
    return this.index.toJSON();
  }
}

const listedOf = (match: Match) => match['listed'] as ListedIncident;

function searchDocument(record: IncidentRecord): SearchDocument {
  const { key, incident, notes } = record;
  const listed = listedIncident(record);
  const texts: Readonly<Record<Field, string>> = {
    resolution: `${listed.cause ?? ''}\n${listed.fix ?? ''}`,
    features: incident.features.join('\n'),
    id: incident.id,
    endpoint: [incident.endpoint, ...listed.variants].join('\n'),
    notes,
    checks: incident.checkTypes.join('\n'),
    causes: incident.causes.map(({ cause, evidence }) => `${cause} ${evidence}`).join('\n'),
    violations: incident.violations.map(({ description }) => description).join('\n'),
  };
  // A word is indexed once, in its heaviest field: sentences of the monitor repeat checks and features.
  const seen = new Set<string>();
  const newWords = (field: Field) => {
    const words = wordsOf(texts[field]).filter((word) => !seen.has(word));
    for (const word of words) seen.add(word);
    return [field, words.join('\n')];
  };
  return { key, listed, ...(Object.fromEntries(fields.map(newWords)) as Record<Field, string>) };
}

/** Words of letters and digits, and whole names such as `dep_delay`, in lower case. */
function wordsOf(text: string): string[] {
  const names = text.toLowerCase().split(/[^\p{L}\p{N}_-]+/u);
  const words = [...names, ...names.flatMap((name) => name.split(/[_-]/))].filter(Boolean);
  return [...new Set(words.map((word) => word.slice(0, longestWord)))];
}
