import assert from 'node:assert/strict';
import { endpointGraph } from '../../../bench/policy/endpointGraph';
import { graphPlan } from '../../../bench/policy/graphPlan';

interface Listed {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly expressions: Readonly<Record<string, { readonly references: readonly string[] }>>;
  readonly change: { readonly actions: readonly string[]; readonly after: unknown };
}

interface Plan {
  readonly planned_values: { readonly root_module: { readonly resources: readonly Listed[] } };
  readonly resource_changes: readonly Listed[];
  readonly configuration: { readonly root_module: { readonly resources: readonly Listed[] } };
}

const planOf = (resources: number) => JSON.parse(JSON.stringify(graphPlan(endpointGraph(resources)))) as Plan;

describe('graphPlan', () => {
  it('has every resource of the graph once: planned, changed and configured', () => {
    const graph = endpointGraph(60);
    const { planned_values, resource_changes, configuration } = planOf(60);
    const planned = planned_values.root_module.resources;
    assert.deepEqual(
      planned.map(({ name }) => name),
      graph.map(({ name }) => name),
    );
    const addresses = planned.map(({ address }) => address);
    assert.equal(new Set(addresses).size, 60);
    for (const { address, mode, type, name } of planned) {
      assert.equal(address, `${type}.${name}`);
      assert.equal(mode, 'managed');
      assert.match(type, /^aws_[a-z0-9_]+$/);
    }
    for (const listed of [resource_changes, configuration.root_module.resources]) {
      assert.deepEqual(
        listed.map(({ address }) => address),
        addresses,
      );
    }
    assert.deepEqual(
      resource_changes.map(({ change }) => change),
      planned.map(({ values }) => ({
        actions: ['create'],
        before: null,
        after: values,
        after_unknown: {},
        before_sensitive: false,
      })),
    );
  });

  it('writes properties by their Terraform names, blocks as lists, and the keys of tags unchanged', () => {
    const planned = planOf(20).planned_values.root_module.resources;
    const values = (name: string) => planned.find((resource) => resource.name === name)?.values;
    assert.deepEqual(values('e0-store-encryption'), {
      bucket: 'e0-store',
      rule: [
        {
          apply_server_side_encryption_by_default: [{ sse_algorithm: 'aws:kms', kms_master_key_id: 'e0-key-id' }],
        },
      ],
    });
    assert.deepEqual(values('e0-age')?.['dimensions'], { Endpoint: 'e0', MonitoringSchedule: 'e0-schedule' });
    assert.equal(values('e0-age')?.['alarm_name'], 'e0-age');
    assert.deepEqual(values('e0-store')?.['tags'], { owner: 'ml-platform' });
  });

  it('refers only to its own resources', () => {
    const configured = planOf(60).configuration.root_module.resources;
    const addresses = new Set(configured.map(({ address }) => address));
    const bucketOf = configured.find(({ name }) => name === 'e2-store-access')?.expressions['bucket'];
    assert.deepEqual(bucketOf, { references: ['aws_s3_bucket.e2-store.id', 'aws_s3_bucket.e2-store'] });
    for (const { expressions } of configured) {
      for (const reference of Object.values(expressions).flatMap(({ references }) => references)) {
        assert(addresses.has(reference.replace(/\.id$/, '')), reference);
      }
    }
  });

  it('rejects a type without a Terraform name', () => {
    const [first] = endpointGraph(1);
    assert(first);
    assert.throws(
      () => graphPlan([{ ...first, type: 'aws:sqs/queue:Queue' }]),
      /aws:sqs\/queue:Queue has no Terraform type: add it to the table/,
    );
  });
});
