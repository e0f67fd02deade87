import { join } from 'node:path';
import type { Benchmark, BenchmarkOptions } from '../benchmark';
import { measureFile, measureInRounds, type Subject } from '../measure';
import { benchReports } from './benchReports';
import { writeBenchIncidents } from './incidentData';

const tasks = join('bench', 'incidents', 'tasks');
const searched = 10_000;
const onPage = 1_000;

/** The incident function, and the commands on many incidents. */
export const incidentBenchmark: Benchmark = {
  name: 'incidents',
  title: 'Incidents: the function, search and the page',
  run: (options) => {
    const store = join(options.cache, `incidents-${searched}`);
    options.report(`documents of ${searched} incidents`);
    writeBenchIncidents(store, searched);
    return Promise.resolve(
      measureInRounds([...functionSubjects(), ...searchSubjects(store, options), ...pageSubjects()], options),
    );
  },
  describe: (figures) => {
    const { seconds = 0 } = figures.find(({ id }) => id === 'reports') ?? {};
    return `One process of the function handles ${Math.round(benchReports / seconds)} reports a second, without the time of AWS's services.`;
  },
};

function functionSubjects(): Subject[] {
  const measure = (work: string) => () => measureFile(join(tasks, 'handleReports.ts'), [work]);
  return [
    {
      id: 'summaries',
      what: `summarize ${benchReports} reports of 20 features, as the function does for each`,
      aim: {},
      measure: measure('summarize'),
    },
    {
      id: 'reports',
      what: 'the same by the function: metrics, incidents, messages and index, with services in memory',
      aim: { atMostTimes: { summaries: 4 } },
      measure: measure('handle'),
    },
  ];
}

function searchSubjects(store: string, { cache }: BenchmarkOptions): Subject[] {
  const measure = (work: string) => () =>
    measureFile(join(tasks, 'searchIncidents.ts'), [store, join(cache, 'search'), work]);
  return [
    {
      id: 'documents',
      what: `read ${searched} documents, and index them`,
      aim: {},
      measure: measure('build'),
    },
    {
      id: 'open-search',
      what: 'list the documents, and load the kept index',
      aim: { atMostTimes: { documents: 0.25 } },
      measure: measure('open'),
    },
    {
      id: 'search',
      what: 'a query of two words, one with a typing error: the 90th of 100',
      aim: { atMostSeconds: 0.05 },
      measure: measure('query'),
    },
  ];
}

function pageSubjects(): Subject[] {
  const measure = (count: number) => () => measureFile(join(tasks, 'openPage.ts'), [String(count)]);
  return [
    {
      id: 'page-1',
      what: 'open the page of one incident, and filter it; MB of the page',
      aim: {},
      measure: measure(1),
    },
    {
      id: `page-${onPage}`,
      what: `the same of ${onPage} incidents`,
      aim: { atMostTimes: { 'page-1': 2 }, atMostSeconds: 1, atMostMegabytes: 2 },
      measure: measure(onPage),
    },
  ];
}
