import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IncidentRecord } from '../../incidents/memory/incidentRecord';
import { sampleIncidents } from '../../scripts/docs/sampleIncidents';
import { folderStore } from '../../store/folderStore';
import type { ObjectStore } from '../../store/objectStore';
import { openIncidentSearch } from '../../store/searchIndexFile';
import { putIncident } from '../support/putIncident';

const [sample] = sampleIncidents as readonly [IncidentRecord, ...IncidentRecord[]];

function numbered(endpoint: string, i: number, notes = ''): IncidentRecord {
  const id = `${endpoint}-20261${String(10_100 + i)}`;
  return { key: `incidents/${endpoint}/2026/${id}.md`, notes, incident: { ...sample.incident, id, endpoint } };
}

describe('the kept search index', () => {
  let folder: string;
  let cache: string;
  let reads: string[];
  let store: ObjectStore;
  const open = (endpoints?: readonly string[]) => openIncidentSearch(store, endpoints, cache);
  const keptFiles = () => readdirSync(cache).map((name) => join(cache, name));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'search-'));
    cache = mkdtempSync(join(tmpdir(), 'cache-'));
    reads = [];
    const files = folderStore(folder);
    store = {
      ...files,
      read: (key) => {
        reads.push(key);
        return files.read(key);
      },
    };
    for (let i = 0; i < 100; i += 1) putIncident(folder, numbered(i % 2 === 0 ? 'churn' : 'fraud', i));
  });
  afterEach(() => {
    for (const made of [folder, cache]) rmSync(made, { recursive: true });
  });

  it('reads only documents that were written since, and forgets those that were deleted', async () => {
    assert.equal((await open()).search.size, 100);
    assert.equal(reads.length, 100);
    reads.length = 0;
    const changed = numbered('churn', 2, 'A zebra crossed.');
    putIncident(folder, changed);
    rmSync(join(folder, numbered('churn', 4).key));
    const { search } = await open();
    assert.deepEqual(reads, [changed.key]);
    assert.deepEqual([search.size, search.search('zebra').incidents.map(({ key }) => key)], [99, [changed.key]]);
  });

  it('brings only the asked endpoints up to date', async () => {
    await open();
    reads.length = 0;
    putIncident(folder, numbered('churn', 2, 'A zebra crossed.'));
    await open(['fraud']);
    assert.deepEqual(reads, []);
    assert.equal((await open()).search.search('zebra').found, 1);
  });

  it('is readable by its user only, and built again if it is damaged or of another version', async () => {
    await open();
    const [file = ''] = keptFiles();
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    for (const text of ['{', JSON.stringify({ ...kept, version: 0 }), JSON.stringify({ ...kept, index: {} })]) {
      writeFileSync(file, text);
      reads.length = 0;
      assert.equal((await open()).search.size, 100);
      assert.equal(reads.length, 100, text.slice(0, 20));
    }
  });

  it('names documents that cannot be read each time, and leaves a cache that cannot be written', async () => {
    const { key } = numbered('churn', 2);
    writeFileSync(join(folder, key), '---\nid: [\n---\n');
    for (let i = 0; i < 2; i += 1)
      assert.deepEqual(
        (await open()).unreadable.map((one) => one.key),
        [key],
      );
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    assert.equal((await openIncidentSearch(store, undefined, join(file, 'cache'))).search.size, 99);
  });

  it('is not kept for few documents', async () => {
    rmSync(join(folder, 'incidents', 'fraud'), { recursive: true });
    await open();
    assert.deepEqual(keptFiles(), []);
  });
});
