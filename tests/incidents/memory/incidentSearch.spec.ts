import assert from 'node:assert/strict';
import type { IncidentRecord } from '../../../incidents/memory/incidentRecord';
import { IncidentSearch } from '../../../incidents/memory/incidentSearch';
import type { IncidentFilter } from '../../../incidents/memory/selectIncidents';
import { sampleIncidents } from '../../../scripts/docs/sampleIncidents';

// cspell:ignore kilomters kilmters pipline wnd distence
const searchOf = (records: readonly IncidentRecord[]) => {
  const search = new IncidentSearch();
  for (const record of records) search.put(record);
  return search;
};
const search = searchOf(sampleIncidents);
const foundIds = (words: string, filter?: IncidentFilter) => search.search(words, filter).incidents.map(({ id }) => id);

describe('a search for incidents', () => {
  it('forgives typing errors in words, and two in long ones', () => {
    assert.deepEqual(foundIds('kilomters pipline'), ['arrival-delay-2026110208']);
    assert.equal(foundIds('distence')[0], 'arrival-delay-2026110208');
    assert.deepEqual(foundIds('kilmters'), ['arrival-delay-2026110208']);
  });

  it('takes short words and words with digits as they are', () => {
    assert.deepEqual(foundIds('wnd'), []);
    assert.deepEqual(foundIds('2026110209'), []);
    assert.deepEqual(foundIds('2026110208'), ['arrival-delay-2026110208']);
  });

  it('finds words by their beginning, names by their parts, and likely causes', () => {
    assert.deepEqual(foundIds('rename'), ['arrival-delay-2026110208']);
    assert.deepEqual(foundIds('wind'), ['arrival-delay-2026110520']);
    assert.deepEqual(foundIds('new-category'), ['churn-2026110300']);
  });

  it('puts a recorded cause before a sentence of the monitor', () => {
    const [first] = sampleIncidents;
    assert.ok(first);
    const other = {
      ...first,
      key: 'other',
      notes: '',
      incident: { ...first.incident, id: 'other-2026110207', actions: [] },
    };
    const violations = other.incident.violations.map((one) => ({ ...one, description: 'pipeline' }));
    const both = searchOf([{ ...other, incident: { ...other.incident, violations } }, first]);
    assert.deepEqual(
      both.search('pipeline').incidents.map(({ id }) => id),
      ['arrival-delay-2026110208', 'other-2026110207'],
    );
  });

  it('falls back to any of the words if no incident has all', () => {
    assert.deepEqual(foundIds('kilometers premium_plus').sort(), ['arrival-delay-2026110208', 'churn-2026110300']);
  });

  it('selects by endpoint, state, feature and time', () => {
    assert.deepEqual(foundIds('check', { endpoint: ['churn'] }).sort(), ['churn-2026110300', 'churn-2026110612']);
    assert.deepEqual(foundIds('check', { state: ['acknowledged'] }), ['arrival-delay-2026110520']);
    assert.deepEqual(foundIds('check', { feature: ['age'] }), ['churn-2026110612']);
    assert.deepEqual(foundIds('check', { from: new Date('2026-11-06T00:00:00Z') }), ['churn-2026110612']);
  });

  it('finds the same after it was kept, and what was put or removed since', () => {
    const kept = new IncidentSearch(JSON.parse(JSON.stringify(search)));
    assert.deepEqual(kept.search('distence pipeline'), search.search('distence pipeline'));
    const [first] = sampleIncidents;
    assert.ok(first);
    kept.put({ ...first, notes: 'A zebra crossed.' });
    assert.deepEqual(
      [kept.search('zebra').found, kept.search('renamed').found, kept.size],
      [1, 0, sampleIncidents.length],
    );
    kept.remove(first.key);
    assert.deepEqual([kept.search('zebra').found, kept.size], [0, sampleIncidents.length - 1]);
  });
});
