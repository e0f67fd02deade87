import assert from 'node:assert/strict';
import { endpointGraph } from '../../../bench/policy/endpointGraph';
import { packFindings } from '../../../bench/policy/packFindings';

describe('endpointGraph', () => {
  it('has the requested number of connected resources and is compliant', async () => {
    const graph = endpointGraph(45);
    assert.equal(graph.length, 45);
    const versioning = graph.find(({ name }) => name === 'e1-store-versioning');
    assert.deepEqual(
      versioning?.propertyDependencies['bucket']?.map(({ name }) => name),
      ['e1-store'],
    );
    assert.deepEqual(await packFindings(endpointGraph(40)), []);
  });

  it('has a finding for each bucket without a lifecycle', async () => {
    const withoutLifecycles = endpointGraph(40).filter(({ type }) => !type.includes('Lifecycle'));
    const findings = await packFindings(withoutLifecycles);
    assert.equal(findings.filter((text) => text.includes('old versions never expire')).length, 2);
  });
});
