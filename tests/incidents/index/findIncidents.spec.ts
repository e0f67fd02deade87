import assert from 'node:assert/strict';
import { findIncidents } from '../../../incidents/index/findIncidents';
import { IncidentIndex } from '../../../incidents/index/incidentIndex';
import { listedIncident } from '../../../incidents/memory/listedIncident';
import { type IncidentFilter, selectIncidents } from '../../../incidents/memory/selectIncidents';
import { sampleIncidents } from '../../../scripts/docs/sampleIncidents';
import { FakeTable } from '../../support/fakeTable';

const fingerprints = sampleIncidents.map((record) => listedIncident(record).fingerprint);

describe('incidents by the index', () => {
  let index: IncidentIndex;
  before(async () => {
    index = new IncidentIndex(new FakeTable().client, 'index');
    for (const { incident } of sampleIncidents) await index.put(incident);
  });

  const filters: readonly IncidentFilter[] = [
    {},
    { state: ['open', 'closed'] },
    { endpoint: ['churn', 'fraud'] },
    { endpoint: ['arrival-delay'], state: ['acknowledged'] },
    { feature: ['age', 'plan'] },
    { feature: ['plan'], endpoint: ['arrival-delay'] },
    { from: new Date('2026-11-03T00:00:00Z'), to: new Date('2026-11-05T20:00:00Z') },
    { endpoint: ['churn'], from: new Date('2026-11-04T00:00:00Z') },
    ...fingerprints.map((fingerprint) => ({ fingerprint })),
    { fingerprint: '0000000000000000' },
  ];
  for (const filter of filters) {
    it(`are those that the documents give: ${JSON.stringify(filter)}`, async () => {
      const byIndex = JSON.parse(JSON.stringify(await findIncidents(index, filter)));
      const selected = selectIncidents(sampleIncidents, filter).map(listedIncident);
      assert.deepEqual(byIndex, JSON.parse(JSON.stringify(selected)));
    });
  }

  it('have the same fingerprint if only the order of features differs, or those beyond the twentieth', () => {
    const features = Array.from({ length: 30 }, (_, i) => `f${String(i).padStart(2, '0')}`);
    const [record] = sampleIncidents;
    assert.ok(record);
    const of = (names: readonly string[]) =>
      listedIncident({ ...record, incident: { ...record.incident, features: [...names] } }).fingerprint;
    assert.equal(of(features), of(features.slice(0, 20)));
    assert.equal(of(['a', 'b']), of(['b', 'a']));
    assert.notEqual(of(['a', 'b']), of(['a']));
  });
});
