import assert from 'node:assert/strict';
import { endpointGraph } from '../../../bench/policy/endpointGraph';
import { packFindings } from '../../../bench/policy/packFindings';

describe('the stack that the policy pack is measured on', () => {
  it('has as many resources as are asked for, connected, and is compliant, so that every rule looks at all of it', async () => {
    const graph = endpointGraph(45);
    assert.equal(graph.length, 45);
    const versioning = graph.find(({ name }) => name === 'e1-store-versioning');
    assert.deepEqual(
      versioning?.propertyDependencies['bucket']?.map(({ name }) => name),
      ['e1-store'],
    );
    assert.deepEqual(await packFindings(endpointGraph(40)), []);
  });

  it('is judged: without its lifecycle each bucket is found', async () => {
    const loose = endpointGraph(40).filter(({ type }) => !type.includes('Lifecycle'));
    const found = await packFindings(loose);
    assert.equal(found.filter((text) => text.includes('its old versions never expire')).length, 2);
  });
});
