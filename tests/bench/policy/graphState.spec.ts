import assert from 'node:assert/strict';
import { endpointGraph } from '../../../bench/policy/endpointGraph';
import { graphState } from '../../../bench/policy/graphState';

describe('graphState', () => {
  it('has every resource, with the URNs that its properties depend on', () => {
    const graph = endpointGraph(60);
    const { deployment } = graphState(graph) as {
      deployment: { resources: { urn: string; outputs: object; propertyDependencies: Record<string, string[]> }[] };
    };
    const urns = deployment.resources.map(({ urn }) => urn);
    assert.deepEqual(
      urns,
      graph.map(({ urn }) => urn),
    );
    const alarm = deployment.resources.find(({ urn }) => urn.endsWith('::e1-age'));
    assert.deepEqual(alarm?.propertyDependencies['alarmActions'], [urns.find((urn) => urn.endsWith('::e1-alerts'))]);
    for (const { propertyDependencies } of deployment.resources) {
      for (const urn of Object.values(propertyDependencies).flat()) assert(urns.includes(urn), urn);
    }
  });
});
