import { rmSync } from 'node:fs';
import type { Incident } from '../../../incidents/document/incident';
import type { IncidentSearch } from '../../../incidents/memory/incidentSearch';
import { folderStore } from '../../../store/folderStore';
import { openIncidentSearch } from '../../../store/searchIndexFile';
import { seededRandom } from '../../../tests/simulation/seededRandom';
import { measureTask, printMeasurement } from '../../measure';
import { benchIncidents } from '../incidentData';

const queries = 100;

/** Searches the incidents of a folder: `searchIncidents.ts <folder> <cache> build|open|query`. */
const [, , folder = '', cache = '', work] = process.argv;
const open = () => openIncidentSearch(folderStore(folder), undefined, cache);

if (work === 'query') void open().then(({ search }) => measureQueries(search));
else {
  if (work === 'build') rmSync(cache, { recursive: true, force: true });
  void measureTask(async () => void (await open()));
}

/** Prints the 90th percentile. */
function measureQueries(search: IncidentSearch): void {
  const random = seededRandom(3);
  const incidents = benchIncidents(search.size).map(({ incident }) => incident);
  const times = Array.from({ length: queries }, () => {
    const words = queryOf(incidents[random.below(incidents.length)] as Incident, random);
    const start = performance.now();
    search.search(words, { limit: 20 });
    return (performance.now() - start) / 1e3;
  }).sort((a, b) => a - b);
  const seconds = times[Math.floor(0.9 * queries)] ?? 0;
  printMeasurement(seconds, seconds);
}

/** Two words of the recorded cause of an incident, one of them without its third letter. */
function queryOf({ actions }: Incident, random: ReturnType<typeof seededRandom>): string {
  const words = actions[0]?.cause?.split(' ') ?? [];
  const [one = '', other = ''] = [words[random.below(words.length)], words[random.below(words.length)]];
  return `${one} ${other.slice(0, 2)}${other.slice(3)}`;
}
